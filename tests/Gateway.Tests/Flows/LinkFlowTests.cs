using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Testing;

namespace Gateway.Tests.Flows;

/// <summary>What a user does with a link, through the public port.</summary>
public sealed class LinkFlowTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    [Fact]
    public async Task Head_LinkWithOneVisit_LeavesItForGet()
    {
        var code = await CreateAsync(new { longUrl = "https://example.com/one", maxVisits = "1" });

        (await SendAsync(HttpMethod.Head, code)).ShouldBe(HttpStatusCode.Found);
        (await SendAsync(HttpMethod.Head, code)).ShouldBe(HttpStatusCode.Found);
        (await SendAsync(HttpMethod.Get, code)).ShouldBe(HttpStatusCode.Found);
        (await SendAsync(HttpMethod.Get, code)).ShouldBe(HttpStatusCode.Gone);
        (await SendAsync(HttpMethod.Head, code)).ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task Get_Link_IsCountedOnce()
    {
        var code = await CreateAsync(new { longUrl = "https://example.com/counted" });

        for (var i = 0; i < 5; i++)
        {
            (await SendAsync(HttpMethod.Get, code)).ShouldBe(HttpStatusCode.Found);
        }

        await Eventually.AssertAsync(async () => (await StatsAsync(code)).GetProperty("clicks").GetString().ShouldBe("5"));
        (await StatsAsync(code)).GetProperty("uniqueVisitors").GetString().ShouldBe("1");
    }

    [Fact]
    public async Task Delete_LinkThatIsInMemory_IsGoneSoon()
    {
        var code = await CreateAsync(new { longUrl = "https://example.com/deleted" });
        (await SendAsync(HttpMethod.Get, code)).ShouldBe(HttpStatusCode.Found);

        await platform.Client.DeleteAsync($"/v1/links/{code}");

        await Eventually.AssertAsync(async () => (await SendAsync(HttpMethod.Get, code)).ShouldBe(HttpStatusCode.Gone));
    }

    [Fact]
    public async Task Create_SameKeyForAnotherUrl_SaysSo()
    {
        await PostAsync(new { longUrl = "https://example.com/first" }, "key-1");

        using var response = await PostAsync(new { longUrl = "https://example.com/second" }, "key-1");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reason").GetString().ShouldBe("REQUEST_ID_REUSED");
    }

    private async Task<string> CreateAsync(object link)
    {
        using var response = await PostAsync(link, Guid.NewGuid().ToString());
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("shortCode").GetString()!;
    }

    private async Task<HttpResponseMessage> PostAsync(object link, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/links") { Content = JsonContent.Create(link) };
        request.Headers.Add("Idempotency-Key", key);
        return await platform.Client.SendAsync(request);
    }

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, string code)
    {
        using var request = new HttpRequestMessage(method, "/" + code);
        request.Headers.UserAgent.ParseAdd(Browser);
        using var response = await platform.Client.SendAsync(request);
        return response.StatusCode;
    }

    private Task<JsonElement> StatsAsync(string code) => platform.Client.GetFromJsonAsync<JsonElement>($"/v1/links/{code}/stats");
}
