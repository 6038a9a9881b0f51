using Microsoft.Extensions.Options;
using Platform.Messaging;

namespace Platform.Gateway.Redirects;

internal static class RedirectServices
{
    /// <summary>Adds the redirect, its memory of links and the publication of its clicks.</summary>
    public static IServiceCollection AddRedirects(this IServiceCollection services) => services
        .AddSingleton<ILinkSource, ShortenerLinks>()
        .AddSingleton(provider => new LinkCache(
            provider.GetRequiredService<ILinkSource>(),
            Options(provider).CacheCapacity,
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<LinkChangedHandler>()
        .AddSingleton<EventPublisher>()
        .AddSingleton<RedirectMiddleware>()
        .AddSingleton(Clicks)
        .AddHostedService(provider => provider.GetRequiredService<BatchingPublisher<Click>>());

    private static BatchingPublisher<Click> Clicks(IServiceProvider provider)
    {
        var options = Options(provider);
        var events = new ClickEvents(VisitorHash.FromKey(options.VisitorKey));
        var publisher = provider.GetRequiredService<EventPublisher>();
        return new BatchingPublisher<Click>(
            "clicks",
            new BatchingOptions { Capacity = options.ClickBufferSize, MaxBatch = options.ClickBatchSize, MaxDelay = options.ClickBatchDelay },
            (batchId, clicks, cancellationToken) => publisher.PublishAsync(ClickEvents.Topic, events.Batch(batchId, clicks), cancellationToken),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BatchingPublisher<Click>>>());
    }

    private static RedirectOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<GatewayOptions>>().Value.Redirects;
}
