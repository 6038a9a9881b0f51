using Grpc.Net.Client;
using LocalDapr.Runtime.Hosting;
using Platform.Testing;
using DaprClient = Dapr.Proto.Runtime.V1.Dapr.DaprClient;

namespace LocalDapr.Tests.State;

/// <summary>A runtime with two state stores and one app, and clients of its sidecar.</summary>
internal sealed class StateHost : IAsyncDisposable
{
    private readonly TempFolder _resources;
    private readonly LocalDaprHost _host;
    private readonly GrpcChannel _channel;

    private StateHost(TempFolder resources, LocalDaprHost host, ManualTimeProvider time)
    {
        _resources = resources;
        _host = host;
        Time = time;
        var sidecar = host["shop"];
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{sidecar.HttpPort}/") };
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{sidecar.GrpcPort}");
        Client = new DaprClient(_channel);
    }

    public ManualTimeProvider Time { get; }

    public HttpClient Http { get; }

    public DaprClient Client { get; }

    /// <param name="dataDirectory">Where to keep the data; null keeps it in memory.</param>
    public static async Task<StateHost> StartAsync(string? dataDirectory = null)
    {
        var resources = new TempFolder();
        await File.WriteAllTextAsync(resources["stores.yaml"], Component("statestore", "") + "---\n" + Component("small", """
              - name: maxValueBytes
                value: "1000"
            """));
        var time = new ManualTimeProvider();
        var options = new LocalDaprOptions { ResourcesPaths = [resources.Path], DataDirectory = dataDirectory };
        return new StateHost(resources, await LocalDaprHost.StartAsync(options, [new AppOptions { AppId = "shop" }], clock: time), time);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _channel.Dispose();
        await _host.DisposeAsync();
        _resources.Dispose();
    }

    private static string Component(string name, string metadata) =>
        $"""
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: {name}
        spec:
          type: state.redis
          version: v1
          metadata:
          - name: redisHost
            value: localhost:6379
        {metadata}

        """;
}
