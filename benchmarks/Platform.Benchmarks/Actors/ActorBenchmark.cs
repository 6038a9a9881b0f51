using Dapr.Actors;
using Dapr.Actors.Client;
using Dapr.Proto.Runtime.V1;
using Grpc.Net.Client;
using LocalDapr.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Http;
using Platform.Testing;
using DaprClient = Dapr.Proto.Runtime.V1.Dapr.DaprClient;

namespace Platform.Benchmarks.Actors;

/// <summary>
/// Calls of actors through sidecars, by typed proxies, against the same work as direct gRPC calls with journal commits: on one id, where calls
/// come one after the other, and on an id for each caller. Both stores are durable.
/// </summary>
internal static class ActorBenchmark
{
    private const string Type = "Counter";
    private const string One = "one";

    public static async Task RunAsync(BenchmarkSettings settings)
    {
        using var data = new TempFolder();
        await using var actors = await ActorHosts.StartAsync(data);
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions { Directory = data["store"] });
        await using var direct = await BenchmarkServer.StartAsync(
            HttpProtocols.Http2,
            services => services.AddSingleton(new DirectCounters(store)).AddGrpc(),
            app => app.MapGrpcService<DirectCounters>());
        using var channel = GrpcChannel.ForAddress(direct.Urls.Single());
        var baseline = new DaprClient(channel);
        var proxies = new ActorProxyFactory(new ActorProxyOptions { HttpEndpoint = actors.CallerEndpoint, UseJsonSerialization = true });

        await new Scenario("actor count, one id")
            .Measure("actor", _ => Proxy(proxies, One).AddAsync(1))
            .Measure("direct", _ => CallAsync(baseline, One, nameof(ICounterActor.AddAsync)))
            .Compare("actor-count-one", "actor", "direct")
            .RunAsync(settings, Console.Out);
        await new Scenario("actor count, many ids")
            .Measure("actor", caller => Proxy(proxies, Id(caller)).AddAsync(1))
            .Measure("direct", caller => CallAsync(baseline, Id(caller), nameof(ICounterActor.AddAsync)))
            .Compare("actor-count-many", "actor", "direct")
            .RunAsync(settings, Console.Out);
        await new Scenario("actor read, many ids")
            .Measure("actor", caller => Proxy(proxies, Id(caller)).GetAsync())
            .Measure("direct", caller => CallAsync(baseline, Id(caller), nameof(ICounterActor.GetAsync)))
            .Compare("actor-read-many", "actor", "direct")
            .RunAsync(settings, Console.Out);
    }

    private static ICounterActor Proxy(ActorProxyFactory proxies, string id) => proxies.CreateActorProxy<ICounterActor>(new ActorId(id), Type);

    private static async Task CallAsync(DaprClient client, string id, string method) =>
        await client.InvokeActorAsync(new InvokeActorRequest { ActorType = Type, ActorId = id, Method = method });

    private static string Id(int caller) => $"counter-{caller}";
}
