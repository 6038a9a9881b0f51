using LocalDapr.Runtime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Platform.Benchmarks.Http;
using Platform.Testing;

namespace Platform.Benchmarks.Actors;

/// <summary>An app that hosts actors, and localdapr with its sidecar and that of an app which calls.</summary>
internal sealed class ActorHosts : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LocalDaprHost _dapr;

    private ActorHosts(WebApplication app, LocalDaprHost dapr)
    {
        _app = app;
        _dapr = dapr;
    }

    /// <summary>The HTTP API of the caller's sidecar.</summary>
    public string CallerEndpoint => $"http://127.0.0.1:{_dapr["caller"].HttpPort}";

    public static async Task<ActorHosts> StartAsync(TempFolder data)
    {
        var sidecarPort = FreePort.Find();
        var app = await BenchmarkServer.StartAsync(
            HttpProtocols.Http2,
            services => services.AddActors(options =>
            {
                options.HttpEndpoint = $"http://127.0.0.1:{sidecarPort}";
                options.UseJsonSerialization = true;
                options.Actors.RegisterActor<CounterActor>("Counter");
            }),
            app => app.MapActorsHandlers());
        var dapr = await LocalDaprHost.StartAsync(
            new LocalDaprOptions { ResourcesPaths = [await WriteStoreAsync(data)], DataDirectory = data["sidecar"] },
            [
                new AppOptions { AppId = "counters", AppPort = app.EndPoint().Port, Protocol = AppProtocol.H2c, HttpPort = sidecarPort },
                new AppOptions { AppId = "caller" },
            ]);
        return new ActorHosts(app, dapr);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _dapr.DisposeAsync();
    }

    private static async Task<string> WriteStoreAsync(TempFolder data)
    {
        var resources = Directory.CreateDirectory(data["resources"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(resources, "actorstore.yaml"), """
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
            """);
        return resources;
    }
}
