using System.Net.Http.Json;
using System.Text.Json;
using Dapr.Actors.Client;
using Platform.Testing;

namespace Dapr.Actors.Tests.LocalDapr;

/// <summary>Resiliency policies of an actor type, and what the metadata API says of actors.</summary>
public sealed class PolicyTests
{
    [Fact]
    public async Task Retries_OfACallThatFails_AreMade()
    {
        await using var shop = await ShopHost.StartAsync(resources: Resiliency("retry: twice"));
        var proxy = Proxy(shop);

        var failing = proxy.InvokeMethodAsync("FailAfterAddingAsync", 1);
        await shop.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => failing.IsCompleted.ShouldBeTrue());

        (await Should.ThrowAsync<DaprApiException>(() => failing)).ErrorCode.ShouldBe("ERR_ACTOR_INVOKE_METHOD");
        shop.Log.CountOf("fails apples").ShouldBe(3);
        (await proxy.InvokeMethodAsync<int>("GetAsync")).ShouldBe(0);
    }

    [Fact]
    public async Task Timeout_OfATurn_EndsIt()
    {
        await using var shop = await ShopHost.StartAsync(resources: Resiliency("timeout: short"));
        var waiting = Proxy(shop).InvokeMethodAsync("WaitAsync", "for ever");
        await Eventually.AssertAsync(() => shop.Log.CountOf("waits apples for ever").ShouldBe(1));

        shop.Time.Advance(TimeSpan.FromSeconds(6));

        (await Should.ThrowAsync<DaprApiException>(() => waiting)).ErrorCode.ShouldBe("ERR_ACTOR_INVOKE_METHOD");
        await Eventually.AssertAsync(() => shop.Log.CountOf("cancelled apples for ever").ShouldBe(1));
        (await shop.Stock("apples").AddAsync(1)).ShouldBe(1);
    }

    [Fact]
    public async Task CircuitBreaker_AfterFailures_RefusesForAWhile()
    {
        await using var shop = await ShopHost.StartAsync(resources: Resiliency("circuitBreaker: fragile\n        circuitBreakerScope: id"));
        var proxy = Proxy(shop);
        for (var i = 0; i < 2; i++)
            await Should.ThrowAsync<DaprApiException>(() => proxy.InvokeMethodAsync("FailAfterAddingAsync", 1));

        var refused = await Should.ThrowAsync<DaprApiException>(() => proxy.InvokeMethodAsync<int>("GetAsync"));

        refused.Message.ShouldContain("circuit breaker");
        (await Proxy(shop, "pears").InvokeMethodAsync<int>("GetAsync")).ShouldBe(0);
        shop.Time.Advance(TimeSpan.FromSeconds(11));
        (await proxy.InvokeMethodAsync<int>("GetAsync")).ShouldBe(0);
    }

    [Fact]
    public async Task Metadata_OfAHost_CountsItsActors()
    {
        await using var shop = await ShopHost.StartAsync();
        await shop.Stock("apples").GetAsync();
        await shop.Stock("pears").GetAsync();
        using var http = new HttpClient();

        var host = (await http.GetFromJsonAsync<JsonElement>(new Uri(shop.EndpointOf(0), "v1.0/metadata"))).GetProperty("actorRuntime");
        var caller = (await http.GetFromJsonAsync<JsonElement>(new Uri(shop.CallerEndpoint, "v1.0/metadata"))).GetProperty("actorRuntime");

        host.GetProperty("runtimeStatus").GetString().ShouldBe("RUNNING");
        host.GetProperty("activeActors").GetRawText().ShouldBe("""[{"type":"Stock","count":2}]""");
        host.GetProperty("hostReady").GetBoolean().ShouldBeTrue();
        caller.GetProperty("runtimeStatus").GetString().ShouldBe("DISABLED");
        caller.GetProperty("activeActors").GetArrayLength().ShouldBe(0);
    }

    private static ActorProxy Proxy(ShopHost shop, string id = "apples") => ShopHost.Proxies(shop.CallerEndpoint).Create(new ActorId(id), "Stock");

    private static string Resiliency(string target) => $"""
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata:
          name: resiliency
        spec:
          policies:
            timeouts:
              short: 5s
            retries:
              twice:
                policy: constant
                duration: 1s
                maxRetries: 2
            circuitBreakers:
              fragile:
                maxRequests: 1
                timeout: 10s
                trip: consecutiveFailures >= 2
          targets:
            actors:
              Stock:
                {target}
        """;
}
