using System.Net;
using LocalDapr.Runtime.Actors;
using LocalDapr.Runtime.Callbacks;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Grpc;
using LocalDapr.Runtime.Health;
using LocalDapr.Runtime.Http;
using LocalDapr.Runtime.Invocation;
using LocalDapr.Runtime.Metrics;
using LocalDapr.Runtime.PubSub;
using LocalDapr.Runtime.Resiliency;
using LocalDapr.Runtime.Secrets;
using LocalDapr.Runtime.State;
using LocalDapr.Runtime.Workflow.Api;
using LocalDapr.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Hosting;

/// <summary>
/// The embedded Dapr runtime: one web server with two ports for each app, one store for all. It hosts sidecars only; starting the apps is the
/// business of whoever runs it.
/// </summary>
public sealed class LocalDaprHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly KeyValueStore _store;
    private readonly SidecarRegistry _sidecars;

    private LocalDaprHost(WebApplication app, KeyValueStore store)
    {
        _app = app;
        _store = store;
        _sidecars = app.Services.GetRequiredService<SidecarRegistry>();
    }

    /// <summary>The sidecars, in the order of their apps. An app that was named several times has as many instances, each with a sidecar.</summary>
    public IReadOnlyList<Sidecar> Sidecars => _sidecars.All;

    internal KeyValueStore Store => _store;

    /// <summary>The sidecar of an app.</summary>
    /// <exception cref="KeyNotFoundException">There is no such app.</exception>
    public Sidecar this[string appId] => _sidecars.Find(appId) ?? throw new KeyNotFoundException(appId);

    /// <summary>Starts the runtime; its ports are open when the task completes.</summary>
    /// <exception cref="Errors.ConfigurationException">A resource file is broken.</exception>
    /// <exception cref="IOException">A port is in use.</exception>
    public static async Task<LocalDaprHost> StartAsync(
        LocalDaprOptions options,
        IEnumerable<AppOptions> apps,
        Action<ILoggingBuilder>? configureLogging = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default)
    {
        clock ??= TimeProvider.System;
        // The store and the components speak before there is a host, and must be heard.
        var loggers = LoggerFactory.Create(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Warning);
            // It says nothing at that level, but begins an activity and a scope for each request where it is on.
            logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
            configureLogging?.Invoke(logging);
        });
        var store = await KeyValueStore.OpenAsync(
            new StoreOptions { Directory = options.DataDirectory }, loggers.CreateLogger<KeyValueStore>(), clock, cancellationToken);
        try
        {
            var broker = new MessageBroker(store);
            var app = Build(options, CreateSidecars(options, [.. apps], broker, clock, loggers), broker, clock, loggers);
            await StartAsync(app, cancellationToken);
            return new LocalDaprHost(app, store);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the runtime; what it acknowledged is kept.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        foreach (var sidecar in Sidecars)
        {
            sidecar.Channel.Dispose();
        }

        await _store.DisposeAsync();
    }

    private static WebApplication Build(
        LocalDaprOptions options, List<Sidecar> sidecars, MessageBroker broker, TimeProvider clock, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(_ => loggers);
        AddServices(builder.Services, options, broker, sidecars, clock);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, sidecars, options.Address));
        var app = builder.Build();
        app.UseMiddleware<DaprMiddleware>();
        app.UseRouting();
        app.MapGrpcService<DaprService>();
        app.MapSidecarApi();
        app.MapMetadataApi();
        app.MapStateApi();
        app.MapSecretsApi();
        app.MapActorsApi();
        app.MapEventing();
        app.MapWorkflows();
        app.MapMetrics();
        return app;
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static List<Sidecar> CreateSidecars(
        LocalDaprOptions options, IReadOnlyList<AppOptions> apps, MessageBroker broker, TimeProvider clock, ILoggerFactory loggers)
    {
        var loader = new ResourceLoader(
            new SecretStoreFactory(options.BaseFolder, loggers.CreateLogger<SecretStoreFactory>()), loggers.CreateLogger<ResourceLoader>());
        // Apps with the same files share them.
        var loaded = new Dictionary<string, Resources>();
        var logger = loggers.CreateLogger<ResiliencyPolicies>();
        return [.. apps.Select(app =>
        {
            var resources = Load(app.ResourcesPaths ?? options.ResourcesPaths, app.ConfigurationFile ?? options.ConfigurationFile);
            var visible = new ResourceSet(resources, app.AppId);
            var backend = new StateBackend(broker.Store, clock, Environment.GetEnvironmentVariable("NAMESPACE"))
            {
                KeyspaceOf = component => StateKeyspace.Of(component, resources.Components),
                PipelineOf = component => visible.Resiliency.OutboundOf<bool>(component, clock, logger),
                OutboxOf = component => Outbox.Of(component, app.AppId, name => visible.Find(BuildingBlocks.PubSub, name), broker, clock),
            };
            var state = new StateStores(visible.Components, app.AppId, backend);
            return new Sidecar(app, visible, new AppChannel(app, options.Address, options.AppToken), state);
        })];

        Resources Load(IReadOnlyList<string> folders, string? configurationFile)
        {
            var key = string.Join('\n', folders.Append(configurationFile));
            return loaded.TryGetValue(key, out var resources) ? resources : loaded[key] = loader.Load(folders, configurationFile);
        }
    }

    private static void AddServices(
        IServiceCollection services,
        LocalDaprOptions options,
        MessageBroker broker,
        List<Sidecar> sidecars,
        TimeProvider clock)
    {
        services.AddSingleton(broker);
        services.AddSingleton(broker.Store);
        services.AddSingleton(clock);
        services.AddSingleton(options);
        services.AddSingleton(new SidecarRegistry(sidecars));
        services.AddInvocation();
        services.AddSingleton<DaprService>();
        services.AddSingleton<ErrorInterceptor>();
        services.AddHostedService<HealthWatch>();
        services.AddEventing();
        services.AddWorkflows();
        services.AddActorRuntime();
        services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<ErrorInterceptor>();
            grpc.MaxReceiveMessageSize = sidecars.Select(sidecar => sidecar.App.MaxBodyBytes).DefaultIfEmpty().Max();
        });
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
    }

    private static void Listen(KestrelServerOptions kestrel, List<Sidecar> sidecars, IPAddress address)
    {
        kestrel.AddServerHeader = false;
        // Sidecars have limits of their own: of requests over HTTP, of messages over gRPC.
        kestrel.Limits.MaxRequestBodySize = null;
        foreach (var sidecar in sidecars)
        {
            kestrel.Listen(address, sidecar.App.HttpPort, listener =>
            {
                listener.Protocols = HttpProtocols.Http1;
                sidecar.Listen(listener);
            });
            kestrel.Listen(address, sidecar.App.GrpcPort, listener =>
            {
                listener.Protocols = HttpProtocols.Http2;
                sidecar.Listen(listener);
            });
        }
    }
}
