using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LocalDapr.Storage;
using Platform.Testing;

namespace Dapr.Actors.Tests.LocalDapr;

public sealed class StateTests
{
    [Fact]
    public async Task State_AfterRestart_IsThereUnderTheKeysOfDapr()
    {
        using var data = new TempFolder();
        await using (var shop = await ShopHost.StartAsync(dataDirectory: data.Path))
            await shop.Stock("apples").AddAsync(7);

        await using (var shop = await ShopHost.StartAsync(dataDirectory: data.Path))
            (await shop.Stock("apples").AddAsync(1)).ShouldBe(8);
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions { Directory = data.Path });

        store.TryGet("state/actorstore", "shop||Stock||apples||count", out var entry).ShouldBeTrue();
        Encoding.UTF8.GetString(entry!.Value.Span).ShouldBe("8");
    }

    [Fact]
    public async Task State_OfAnActorThatIsNotActive_CannotBeChanged()
    {
        await using var shop = await ShopHost.StartAsync();
        using var http = new HttpClient { BaseAddress = shop.EndpointOf(0) };
        const string Operations = """[{"operation":"upsert","request":{"key":"count","value":5}}]""";

        (await CodeAsync(await PutAsync(http, "v1.0/actors/Stock/apples/state", Operations))).ShouldBe("ERR_ACTOR_INSTANCE_MISSING");
        await shop.Stock("apples").GetAsync();
        (await PutAsync(http, "v1.0/actors/Stock/apples/state", Operations)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var caller = new HttpClient { BaseAddress = shop.CallerEndpoint };

        (await CodeAsync(await PutAsync(caller, "v1.0/actors/Stock/apples/state", Operations))).ShouldBe("ERR_ACTOR_INSTANCE_MISSING");
        (await http.GetStringAsync("v1.0/actors/Stock/apples/state/count")).ShouldBe("5");
        (await http.GetAsync("v1.0/actors/Stock/apples/state/missing")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await http.GetAsync("v1.0/actors/Stock/pears/state/count")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Transaction_WithAnOperationThatIsWrong_ChangesNothing()
    {
        await using var shop = await ShopHost.StartAsync();
        using var http = new HttpClient { BaseAddress = shop.EndpointOf(0) };
        await shop.Stock("apples").GetAsync();

        var response = await PutAsync(http, "v1.0/actors/Stock/apples/state", """
            [{"operation":"upsert","request":{"key":"a","value":1}},{"operation":"increment","request":{"key":"b"}}]
            """);
        var malformed = await PutAsync(http, "v1.0/actors/Stock/apples/state", "[{");

        (await CodeAsync(response)).ShouldBe("ERR_NOT_SUPPORTED_STATE_OPERATION");
        (await CodeAsync(malformed)).ShouldBe("ERR_MALFORMED_REQUEST");
        (await http.GetAsync("v1.0/actors/Stock/apples/state/a")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Value_WithALife_SaysWhenItEndsAndIsGoneThen()
    {
        await using var shop = await ShopHost.StartAsync();
        using var http = new HttpClient { BaseAddress = shop.EndpointOf(0) };
        await shop.Stock("apples").GetAsync();

        await PutAsync(http, "v1.0/actors/Stock/apples/state", """
            [{"operation":"upsert","request":{"key":"a","value":{"n":1},"metadata":{"ttlInSeconds":"10"}}}]
            """);
        using var found = await http.GetAsync("v1.0/actors/Stock/apples/state/a");
        shop.Time.Advance(TimeSpan.FromSeconds(11));

        (await found.Content.ReadAsStringAsync()).ShouldBe("""{"n":1}""");
        found.Headers.GetValues("metadata.ttlExpireTime").ShouldBe(["2026-01-01T00:00:10Z"]);
        (await http.GetAsync("v1.0/actors/Stock/apples/state/a")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task State_WithoutAStoreForActors_SaysWhatIsMissing()
    {
        await using var shop = await ShopHost.StartAsync(hasStore: false);

        var failure = await Should.ThrowAsync<ActorMethodInvocationException>(() => shop.Stock("apples").AddAsync(1));

        failure.InnerException!.Message.ShouldContain("actorStateStore");
        (await shop.Stock("apples").WhereAsync()).ShouldBe("shop-0");
    }

    internal static async Task<HttpResponseMessage> PutAsync(HttpClient http, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await http.PutAsync(path, content);
    }

    internal static async Task<string?> CodeAsync(HttpResponseMessage response)
    {
        using (response)
            return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString();
    }
}
