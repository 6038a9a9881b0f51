using Microsoft.Extensions.Options;
using Platform.Messaging;
using Platform.State.Caching;

namespace Platform.Gateway.Redirects;

internal static class RedirectServices
{
    /// <summary>Adds the redirect, its memory of links and the publication of its clicks.</summary>
    public static IServiceCollection AddRedirects(this IServiceCollection services) => services
        .AddSingleton<ILinkSource, ShortenerLinks>()
        .AddSingleton(Links)
        .AddSingleton<VisitorKeys>()
        .AddSingleton<LinkChangedHandler>()
        .AddSingleton<EventPublisher>()
        .AddSingleton<RedirectMiddleware>()
        .AddSingleton(Clicks)
        .AddHostedService(provider => provider.GetRequiredService<BatchingPublisher<Click>>());

    private static ReadThroughCache<LinkTarget> Links(IServiceProvider provider)
    {
        var source = provider.GetRequiredService<ILinkSource>();
        return new ReadThroughCache<LinkTarget>(
            "redirects",
            Options(provider).CacheCapacity,
            Options(provider).ResolveTimeout,
            (code, cancellationToken) => source.ResolveAsync(code, peek: false, cancellationToken),
            provider.GetRequiredService<TimeProvider>());
    }

    private static BatchingPublisher<Click> Clicks(IServiceProvider provider)
    {
        var options = Options(provider);
        var visitors = provider.GetRequiredService<VisitorKeys>();
        var publisher = provider.GetRequiredService<EventPublisher>();
        return new BatchingPublisher<Click>(
            "clicks",
            new BatchingOptions { Capacity = options.ClickBufferSize, MaxBatch = options.ClickBatchSize, MaxDelay = options.ClickBatchDelay },
            async (batchId, clicks, cancellationToken) =>
            {
                var events = new ClickEvents(await visitors.GetHashAsync(cancellationToken));
                await publisher.PublishAsync(ClickEvents.Topic, events.Batch(batchId, clicks), cancellationToken);
            },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BatchingPublisher<Click>>>());
    }

    private static RedirectOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<GatewayOptions>>().Value.Redirects;
}
