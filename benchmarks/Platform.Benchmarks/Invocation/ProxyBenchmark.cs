using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LocalDapr.Runtime.Hosting;
using Platform.Benchmarks.Grpc;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.V1;

namespace Platform.Benchmarks.Invocation;

/// <summary>A unary call that the caller's sidecar forwards to the app, against the same call made directly.</summary>
internal static class ProxyBenchmark
{
    private const int PayloadLength = 100;

    public static async Task RunAsync(BenchmarkSettings settings)
    {
        await using var server = await EchoServers.StartGrpcAsync();
        var address = new Uri(server.Urls.Single());
        await using var host = await LocalDaprHost.StartAsync(
            new LocalDaprOptions(),
            [
                new AppOptions { AppId = "caller" },
                new AppOptions { AppId = "echo", AppPort = address.Port, Protocol = AppProtocol.H2c },
            ]);
        using var direct = GrpcChannel.ForAddress(address);
        using var sidecar = GrpcChannel.ForAddress($"http://127.0.0.1:{host["caller"].GrpcPort}");
        var client = new Echo.EchoClient(direct);
        var proxied = new Echo.EchoClient(sidecar);
        var message = new EchoMessage { Payload = ByteString.CopyFrom(new byte[PayloadLength]) };
        var toEcho = new Metadata { { "dapr-app-id", "echo" } };

        await new Scenario("unary call")
            .Measure("proxied", async _ => await proxied.UnaryAsync(message, toEcho))
            .Measure("direct", async _ => await client.UnaryAsync(message))
            .Compare("proxied-unary", "proxied", "direct")
            .RunAsync(settings, Console.Out);
    }
}
