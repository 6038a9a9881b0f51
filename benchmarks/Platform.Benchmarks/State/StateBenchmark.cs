using System.Net;
using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Net.Client;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Http;
using Platform.Testing;
using DaprClient = Dapr.Proto.Runtime.V1.Dapr.DaprClient;

namespace Platform.Benchmarks.State;

/// <summary>
/// State through a virtual sidecar against a service that calls the embedded store itself, over the same gRPC; and over HTTP/1.1 against a
/// bare Kestrel that answers the same bytes. Both stores are durable: a set is on disk when it is acknowledged.
/// </summary>
internal static class StateBenchmark
{
    private const string StoreName = "statestore";
    private const string AppId = "bench";
    private const int HttpCallers = 32;

    private static readonly ByteString Value = ByteString.CopyFrom(new byte[100]);

    public static async Task RunAsync(BenchmarkSettings settings)
    {
        using var data = new TempFolder();
        await using var host = await StartSidecarAsync(data);
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions { Directory = data["store"] });
        await using var direct = await BenchmarkServer.StartAsync(
            HttpProtocols.Http2,
            services => services.AddSingleton(new DirectState(store)).AddGrpc(),
            app => app.MapGrpcService<DirectState>());
        using var sidecarChannel = GrpcChannel.ForAddress($"http://127.0.0.1:{host[AppId].GrpcPort}");
        using var directChannel = GrpcChannel.ForAddress(direct.Urls.Single());
        var sidecar = new DaprClient(sidecarChannel);
        var baseline = new DaprClient(directChannel);

        await new Scenario("state set")
            .Measure("sidecar", caller => SetAsync(sidecar, caller))
            .Measure("store", caller => SetAsync(baseline, caller))
            .Compare("state-set", "sidecar", "store")
            .RunAsync(settings, Console.Out);
        await new Scenario("state get")
            .Measure("sidecar", caller => GetAsync(sidecar, caller))
            .Measure("store", caller => GetAsync(baseline, caller))
            .Compare("state-get", "sidecar", "store")
            .RunAsync(settings, Console.Out);
        await MeasureHttpAsync(settings with { Callers = Math.Min(settings.Callers, HttpCallers) }, host[AppId].HttpPort);
    }

    private static async Task MeasureHttpAsync(BenchmarkSettings settings, int port)
    {
        var bytes = Value.ToByteArray();
        await using var bare = await BenchmarkServer.StartAsync(HttpProtocols.Http1, _ => { }, app => app.Run(context =>
        {
            context.Response.ContentLength = bytes.Length;
            return context.Response.Body.WriteAsync(bytes).AsTask();
        }));
        using var callers = await CallerGroup.ConnectAsync(
            settings.Callers, new IPEndPoint(IPAddress.Loopback, port), caller => $"/v1.0/state/{StoreName}/{Key(caller)}", HttpStatusCode.OK);
        using var bareCallers = await CallerGroup.ConnectAsync(settings.Callers, bare.EndPoint(), _ => "/", HttpStatusCode.OK);

        await new Scenario("http state get")
            .Measure("sidecar", callers.CallAsync)
            .Measure("bare", bareCallers.CallAsync)
            .Compare("http-state-get", "sidecar", "bare")
            .RunAsync(settings, Console.Out);
    }

    private static async Task<LocalDaprHost> StartSidecarAsync(TempFolder data)
    {
        var resources = Directory.CreateDirectory(data["resources"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(resources, "statestore.yaml"), $$"""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata:
              name: {{StoreName}}
            spec:
              type: state.redis
              version: v1
              metadata: []
            """);
        var options = new LocalDaprOptions { ResourcesPaths = [resources], DataDirectory = data["sidecar"] };
        return await LocalDaprHost.StartAsync(options, [new AppOptions { AppId = AppId }]);
    }

    private static async Task SetAsync(DaprClient client, int caller) => await client.SaveStateAsync(new SaveStateRequest
    {
        StoreName = StoreName,
        States = { new StateItem { Key = Key(caller), Value = Value } },
    });

    private static async Task GetAsync(DaprClient client, int caller)
    {
        var response = await client.GetStateAsync(new GetStateRequest { StoreName = StoreName, Key = Key(caller) });
        if (response.Data.Length != Value.Length)
        {
            throw new InvalidDataException("The value is not the one that was set.");
        }
    }

    private static string Key(int caller) => $"key-{caller}";
}
