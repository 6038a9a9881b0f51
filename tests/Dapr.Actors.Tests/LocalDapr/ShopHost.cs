using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Dapr.Actors.Client;
using Dapr.Actors.Runtime;
using LocalDapr.Runtime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Testing;

namespace Dapr.Actors.Tests.LocalDapr;

/// <summary>localdapr in this process, instances of an app that hosts actors, and an app that only calls. Time stands until a test moves it.</summary>
internal sealed class ShopHost : IAsyncDisposable
{
    private const string Store = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: actorstore
        spec:
          type: state.redis
          version: v1
          metadata:
          - name: actorStateStore
            value: "true"
        """;

    private readonly TempFolder _resources = new();
    private readonly ConcurrentDictionary<string, string> _active = new();
    private readonly List<AppOptions> _apps = [];
    private readonly string? _dataDirectory;
    private readonly Action<ActorRuntimeOptions>? _configure;
    private readonly WebApplication?[] _running;

    private ShopHost(int instances, string? dataDirectory, Action<ActorRuntimeOptions>? configure)
    {
        _dataDirectory = dataDirectory;
        _configure = configure;
        _running = new WebApplication?[instances];
        Logs = [.. Enumerable.Range(0, instances).Select(i => new AppLog($"shop-{i}", _active))];
        _apps.AddRange(Enumerable.Range(0, instances).Select(_ => new AppOptions
        {
            AppId = "shop",
            AppPort = FreePort(),
            HttpPort = FreePort(),
            Protocol = AppProtocol.H2c,
        }));
        _apps.Add(new AppOptions { AppId = "caller", HttpPort = FreePort() });
    }

    public ManualTimeProvider Time { get; } = new();

    public IReadOnlyList<AppLog> Logs { get; }

    public AppLog Log => Logs[0];

    public LocalDaprHost Dapr { get; private set; } = null!;

    /// <summary>The HTTP API of the caller's sidecar.</summary>
    public Uri CallerEndpoint => Endpoint(_apps[^1]);

    /// <summary>The HTTP API of an instance's sidecar.</summary>
    public Uri EndpointOf(int instance) => Endpoint(_apps[instance]);

    /// <param name="instances">How many instances of the app there may be.</param>
    /// <param name="dataDirectory">Where localdapr keeps its data; null for memory.</param>
    /// <param name="configure">Changes how actors are hosted.</param>
    /// <param name="started">How many instances are started; null for all.</param>
    /// <param name="hasStore">Whether there is an actor state store.</param>
    /// <param name="resources">More resources, YAML.</param>
    public static async Task<ShopHost> StartAsync(
        int instances = 1,
        string? dataDirectory = null,
        Action<ActorRuntimeOptions>? configure = null,
        int? started = null,
        bool hasStore = true,
        string resources = "")
    {
        var host = new ShopHost(instances, dataDirectory, configure);
        await File.WriteAllTextAsync(host._resources["resources.yaml"], string.Join("\n---\n", hasStore ? Store : "", resources));
        await host.StartDaprAsync();
        for (var i = 0; i < (started ?? instances); i++)
            await host.StartAppAsync(i);
        return host;
    }

    public async Task StartDaprAsync() => Dapr = await LocalDaprHost.StartAsync(
        new LocalDaprOptions { ResourcesPaths = [_resources.Path], DataDirectory = _dataDirectory }, _apps, clock: Time);

    public async Task StartAppAsync(int instance)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, _apps[instance].AppPort, listener => listener.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(Logs[instance]);
        builder.Services.AddSingleton<TimeProvider>(Time);
        // What an actor calls in vain must not hold it longer than a test lasts.
        builder.Services.AddSingleton<IActorProxyFactory>(Proxies(EndpointOf(instance), TimeSpan.FromSeconds(5)));
        builder.Services.AddActors(options =>
        {
            options.HttpEndpoint = EndpointOf(instance).ToString();
            options.UseJsonSerialization = true;
            options.Actors.RegisterActor<StockActor>("Stock");
            options.Actors.RegisterActor<StockActor>("Open", new ActorRuntimeOptions { ReentrancyConfig = { Enabled = true, MaxStackDepth = 4 } });
            _configure?.Invoke(options);
        });
        var app = builder.Build();
        app.MapActorsHandlers();
        await app.StartAsync();
        _running[instance] = app;
    }

    /// <summary>Stops an instance as an orchestrator would: it ends what it has begun.</summary>
    public async Task StopAppAsync(int instance)
    {
        await _running[instance]!.DisposeAsync();
        _running[instance] = null;
        foreach (var (id, _) in _active.Where(active => active.Value == Logs[instance].AppName))
            _active.TryRemove(id, out _);
    }

    public IStockActor Stock(string id, string type = "Stock", TimeSpan? timeout = null) =>
        Proxies(CallerEndpoint, timeout).CreateActorProxy<IStockActor>(new ActorId(id), type);

    public static ActorProxyFactory Proxies(Uri sidecar, TimeSpan? timeout = null) =>
        new(new ActorProxyOptions { HttpEndpoint = sidecar.ToString(), RequestTimeout = timeout, UseJsonSerialization = true });

    /// <summary>Moves time on by small steps until a condition holds: what waits for a time may begin to wait late.</summary>
    public async Task AdvanceUntilAsync(TimeSpan step, Action assertion) => await Eventually.AssertAsync(() =>
    {
        Time.Advance(step);
        assertion();
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _running.OfType<WebApplication>())
            await app.DisposeAsync();
        await Dapr.DisposeAsync();
        _resources.Dispose();
    }

    private static Uri Endpoint(AppOptions app) => new($"http://127.0.0.1:{app.HttpPort}/");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
