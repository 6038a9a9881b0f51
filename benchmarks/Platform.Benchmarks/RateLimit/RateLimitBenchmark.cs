using System.Net;
using Envoy.Extensions.Common.RateLimit.V3;
using Envoy.Service.RateLimit.V3;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Http;
using Platform.RateLimiting;
using Platform.Testing;

namespace Platform.Benchmarks.RateLimit;

/// <summary>
/// Decisions by leased tokens, and calls of Envoy's API through the sidecar to counters that are on disk before they are answered, against a Redis
/// server that does the same with one script for each call. Everything is a process of its own, and those that call either send prepared bytes.
/// </summary>
internal static class RateLimitBenchmark
{
    private const string AppId = "ratelimit";
    private const string Domain = "bench";
    private const long Rate = 1_000_000;
    private const int LocalDecisions = 1000;

    public static async Task RunAsync(BenchmarkSettings settings)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["rules.yaml"], $$"""
            domains:
              {{Domain}}:
                rules:
                  client:
                    match: {client: "*"}
                    leaseShare: 0.5
                    limits: [{algorithm: token-bucket, limit: {{Rate}}/second, burst: {{Rate}}}]
            """);
        var instance = new ServiceInstance(AppId, "RateLimit")
        {
            Environment = new Dictionary<string, string> { ["RateLimit__RulesFile"] = folder["rules.yaml"] },
        };
        await using var services = new ServiceProcesses(instance);
        await services.StartAsync();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{instance.GrpcPort}");
        await RequireRuleAsync(channel);
        using var redis = await RedisServer.StartAsync(isDurable: false);
        using var durableRedis = await RedisServer.StartAsync(isDurable: true);
        await MeasureAsync("leased decision", (scenario, _) => MeasureLeases(scenario, channel, settings), redis, durableRedis, settings, Client);
        await MeasureAsync("check, no leases", (scenario, _) => MeasureChecks(scenario, channel, settings), redis, durableRedis, settings, Client);
        foreach (var (name, keys) in ((string, Func<int, string>)[])[("call, many keys", Client), ("call, one key", _ => "one")])
        {
            // Made when they are needed: the sidecar closes connections that are idle.
            var connections = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => GrpcCaller.ConnectAsync(
                new IPEndPoint(IPAddress.Loopback, instance.GrpcPort), AppId, "/envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit")));
            await MeasureAsync(name, (scenario, _) => MeasureCalls(scenario, connections, settings, keys), redis, durableRedis, settings, keys);
            Array.ForEach(connections, connection => connection.Dispose());
        }
    }

    private static async Task MeasureAsync(
        string name, Action<Scenario, Func<int, string>> measure, RedisServer? redis, RedisServer? durable, BenchmarkSettings settings, Func<int, string> keys)
    {
        var scenario = new Scenario(name);
        measure(scenario, keys);
        if (redis is null || durable is null)
        {
            Console.WriteLine("redis-server is not installed: no baseline");
            await scenario.RunAsync(settings, Console.Out);
            return;
        }

        var connections = await ConnectAsync(redis, settings.Callers, keys);
        var durableConnections = await ConnectAsync(durable, settings.Callers, keys);
        await scenario
            .Measure("redis", caller => connections[caller].CallAsync())
            .Measure("redis on disk", caller => durableConnections[caller].CallAsync())
            .Compare("ratelimit " + name, "platform", "redis")
            .Compare("ratelimit " + name + ", on disk", "platform", "redis on disk")
            .RunAsync(settings, Console.Out);
        Array.ForEach(connections, connection => connection.Dispose());
        Array.ForEach(durableConnections, connection => connection.Dispose());
    }

    private static Task<RedisTokenBucket[]> ConnectAsync(RedisServer server, int callers, Func<int, string> keys) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(caller => RedisTokenBucket.ConnectAsync(server.Port, keys(caller), Rate, Rate)));

    private static void MeasureLeases(Scenario scenario, GrpcChannel channel, BenchmarkSettings settings)
    {
        var limiter = NewLimiter(channel, leases: true);
        var keys = Keys(settings);
        scenario.Measure("platform", caller => DecideAsync(limiter, keys[caller]), LocalDecisions);
    }

    // What a gateway does whose rules have no leases: checks that come at once share a call.
    private static void MeasureChecks(Scenario scenario, GrpcChannel channel, BenchmarkSettings settings)
    {
        var limiter = NewLimiter(channel, leases: false);
        var keys = Keys(settings);
        scenario.Measure("platform", async caller =>
        {
            if ((await limiter.CheckAsync(keys[caller])).Outcome == RateLimitOutcome.FailedOpen)
            {
                throw new InvalidOperationException("the limiter is away");
            }
        });
    }

    private static LeasedRateLimiter NewLimiter(GrpcChannel channel, bool leases) => new(
        new Lazy<Platform.RateLimit.V1.RateLimitService.RateLimitServiceClient>(() => new(ToApp(channel))),
        new RateLimiterOptions { UseLeases = leases, MaxLease = 100_000, Timeout = TimeSpan.FromSeconds(5) },
        TimeProvider.System,
        NullLogger<LeasedRateLimiter>.Instance);

    private static RateLimitKey[] Keys(BenchmarkSettings settings) =>
    [
        .. Enumerable.Range(0, settings.Callers).Select(caller => new RateLimitKey(
            Domain, KeyValuePair.Create("client", Client(caller)), KeyValuePair.Create("route", "GET /v1/links/*"))),
    ];

    private static async Task DecideAsync(LeasedRateLimiter limiter, RateLimitKey key)
    {
        for (var i = 0; i < LocalDecisions; i++)
        {
            await limiter.CheckAsync(key);
        }
    }

    // As proxies do it: a connection for each of their threads, of which there is one for each core.
    private static void MeasureCalls(Scenario scenario, GrpcCaller[] connections, BenchmarkSettings settings, Func<int, string> keys)
    {
        byte[][] calls = [.. Enumerable.Range(0, settings.Callers).Select(number => GrpcCaller.Prepare(Request(keys(number))))];
        scenario.Measure("platform", number => connections[number % connections.Length].CallAsync(calls[number]));
    }

    private static RateLimitRequest Request(string client) => new()
    {
        Domain = Domain,
        Descriptors = { new RateLimitDescriptor { Entries = { new RateLimitDescriptor.Types.Entry { Key = "client", Value = client } } } },
    };

    // What is called in the measurement is not looked at closely, so here is whether the rule is met at all.
    private static async Task RequireRuleAsync(GrpcChannel channel)
    {
        var answer = await new RateLimitService.RateLimitServiceClient(ToApp(channel)).ShouldRateLimitAsync(Request("anybody"));
        if (answer.Statuses[0].CurrentLimit is null)
        {
            throw new InvalidOperationException("no rule");
        }
    }

    private static CallInvoker ToApp(GrpcChannel channel) => Dapr.Client.DaprClient.CreateInvocationInvoker(AppId, "http://" + channel.Target);

    private static string Client(int caller) => $"client-{caller}";
}
