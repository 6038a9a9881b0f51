using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LocalDapr.Runtime.Hosting;
using Platform.Benchmarks.Grpc;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.V1;
using Platform.Testing;

namespace Platform.Benchmarks.Invocation;

/// <summary>
/// A unary call that the caller's sidecar forwards to the app, without policies and with those of the platform, against the same call made directly and through
/// a bare proxy.
/// </summary>
internal static class ProxyBenchmark
{
    private const int PayloadLength = 100;

    public static async Task RunAsync(BenchmarkSettings settings)
    {
        await using var server = await EchoServers.StartGrpcAsync();
        var address = new Uri(server.Urls.Single());
        using var policies = new TempFolder();
        File.Copy(Path.Combine(Repository.Root, "dapr-components", "local", "resiliency.yaml"), policies["resiliency.yaml"]);
        await using var host = await LocalDaprHost.StartAsync(
            new LocalDaprOptions(),
            [
                new AppOptions { AppId = "caller" },
                new AppOptions { AppId = "resilient-caller", ResourcesPaths = [policies.Path] },
                new AppOptions { AppId = "echo", AppPort = address.Port, Protocol = AppProtocol.H2c },
            ]);
        await using var bare = await BareProxy.StartAsync(address);

        var scenario = new Scenario("unary call");
        using var proxied = Measure(scenario, "proxied", $"http://127.0.0.1:{host["caller"].GrpcPort}");
        using var resilient = Measure(scenario, "proxied, retries", $"http://127.0.0.1:{host["resilient-caller"].GrpcPort}");
        using var bareProxied = Measure(scenario, "bare proxy", bare.Urls.Single());
        using var direct = Measure(scenario, "direct", address.OriginalString);
        await scenario
            .Compare("proxied-unary", "proxied", "direct")
            .Compare("proxied-unary, retries", "proxied, retries", "direct")
            .Compare("proxied-unary, bare proxy", "bare proxy", "direct")
            .RunAsync(settings, Console.Out);
    }

    private static GrpcChannel Measure(Scenario scenario, string subject, string address)
    {
        var channel = GrpcChannel.ForAddress(address);
        var client = new Echo.EchoClient(channel);
        var message = new EchoMessage { Payload = ByteString.CopyFrom(new byte[PayloadLength]) };
        var toEcho = new Metadata { { "dapr-app-id", "echo" } };
        scenario.Measure(subject, async _ => await client.UnaryAsync(message, toEcho));
        return channel;
    }
}
