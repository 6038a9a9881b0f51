using System.Collections.Frozen;
using LocalDapr.Runtime.Bindings;
using LocalDapr.Runtime.Bindings.Outputs;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Runtime.Http;
using LocalDapr.Runtime.PubSub;
using LocalDapr.Runtime.PubSub.Streaming;
using LocalDapr.Runtime.Resiliency;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Callbacks;

/// <summary>Pub/sub and bindings of all sidecars; calls the apps while the host runs.</summary>
internal sealed class EventingService : IHostedService, IAsyncDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseCookies = false });
    private readonly FrozenDictionary<Sidecar, AppEventing> _apps;

    /// <exception cref="Errors.ConfigurationException">A binding is declared wrongly or is of a type that is not supported.</exception>
    public EventingService(SidecarRegistry sidecars, MessageBroker broker, LocalDaprOptions options, TimeProvider time, ILogger<EventingService> logger)
    {
        var publisher = new Publisher(broker, time);
        var turns = sidecars.All.Select(sidecar => sidecar.AppId).Distinct().ToDictionary(appId => appId, _ => new SemaphoreSlim(1, 1));
        _apps = sidecars.All.ToFrozenDictionary(sidecar => sidecar, sidecar => new AppEventing(
            CreatePubSub(sidecar, publisher, time, logger),
            new OutputBindings(
                sidecar.Resources.All(BuildingBlocks.Bindings),
                options.BaseFolder,
                _http,
                time,
                component => sidecar.Resources.Resiliency.OutboundOf<BindingResponse>(component, time, logger)),
            sidecar.Channel.HasPort ? new AppCallbacks(sidecar, turns[sidecar.AppId], broker, time, logger) : null));
    }

    private static AppPubSub CreatePubSub(Sidecar sidecar, Publisher publisher, TimeProvider time, ILogger logger)
    {
        var components = sidecar.Resources.All(BuildingBlocks.PubSub).ToDictionary(component => component.Name);
        var pipelines = components.Values
            .Select(component => (component.Name, Pipeline: sidecar.Resources.Resiliency.OutboundOf<bool>(component, time, logger)))
            .Where(component => component.Pipeline is not null)
            .ToDictionary(component => component.Name, component => component.Pipeline!);
        return new AppPubSub(sidecar.AppId, components, publisher, pipelines);
    }

    public AppEventing this[Sidecar sidecar] => _apps[sidecar];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var app in _apps.Values)
            app.Callbacks?.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_apps.Values.Select(app => app.Callbacks?.DisposeAsync().AsTask() ?? Task.CompletedTask));

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Pub/sub and bindings of one sidecar; no callbacks when the app has no port.</summary>
internal sealed record AppEventing(AppPubSub PubSub, OutputBindings Bindings, AppCallbacks? Callbacks);

/// <summary>Adds pub/sub and bindings to the host.</summary>
internal static class EventingExtensions
{
    public static IServiceCollection AddEventing(this IServiceCollection services) =>
        services
            .AddSingleton<StreamSubscriptions>()
            .AddSingleton<EventingService>()
            .AddHostedService(provider => provider.GetRequiredService<EventingService>());

    public static void MapEventing(this IEndpointRouteBuilder routes)
    {
        var eventing = routes.ServiceProvider.GetRequiredService<EventingService>();
        routes.MapPubSub(context => eventing[context.GetSidecar()].PubSub);
        routes.MapBindings(context => eventing[context.GetSidecar()].Bindings);
    }
}
