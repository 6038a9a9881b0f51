using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Platform.EndToEnd;

/// <summary>Bad input gets its documented error, and nothing is logged as an error for it.</summary>
[Collection(nameof(PlatformTests))]
public sealed class BadInputTests(PlatformFixture fixture)
{
    private const string Json = "application/json";

    [Theory]
    [InlineData("""{"longUrl":""", Json, HttpStatusCode.BadRequest)]
    [InlineData("""[]""", Json, HttpStatusCode.BadRequest)]
    [InlineData("""{"longUrl":"https://example.com","nonsense":1}""", Json, HttpStatusCode.BadRequest)]
    [InlineData("""{"longUrl":7}""", Json, HttpStatusCode.BadRequest)]
    [InlineData("""{}""", Json, HttpStatusCode.BadRequest)]
    [InlineData("""{"longUrl":"javascript:alert(1)"}""", Json, HttpStatusCode.BadRequest)]
    [InlineData("""{"longUrl":"data:text/html,x"}""", Json, HttpStatusCode.BadRequest)]
    [InlineData("""{"longUrl":"http://localhost:8080/abc"}""", Json, HttpStatusCode.BadRequest)]
    [InlineData("""{"longUrl":"https://example.com","alias":"a b"}""", Json, HttpStatusCode.BadRequest)]
    [InlineData("""{"longUrl":"https://example.com","maxVisits":-1}""", Json, HttpStatusCode.BadRequest)]
    [InlineData("""{"longUrl":"https://example.com","expireTime":"yesterday"}""", Json, HttpStatusCode.BadRequest)]
    [InlineData("""{"longUrl":"https://example.com","expireTime":"2001-01-01T00:00:00Z"}""", Json, HttpStatusCode.BadRequest)]
    [InlineData("""longUrl=https://example.com""", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task CreateLink_BadBody_IsRefusedWithAProblem(string body, string contentType, HttpStatusCode expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(contentType, "utf-8"));

        using var response = await fixture.Gateway.PostAsync("/v1/links", content, TestContext.Current.CancellationToken);

        await ShouldBeProblemAsync(response, expected);
    }

    [Fact]
    public async Task CreateLink_BodyOverTheLimit_IsRefusedAsTooLarge()
    {
        using var content = JsonContent.Create(new { longUrl = "https://example.com/" + new string('x', 5 * 1024 * 1024) });

        using var response = await fixture.Gateway.PostAsync("/v1/links", content, TestContext.Current.CancellationToken);

        await ShouldBeProblemAsync(response, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task CreateLink_UrlOverTheLimit_NamesTheField()
    {
        var longUrl = "https://example.com/" + new string('x', 10_000);

        using var response = await fixture.Gateway.PostAsJsonAsync("/v1/links", new { longUrl }, TestContext.Current.CancellationToken);

        var problem = await ShouldBeProblemAsync(response, HttpStatusCode.BadRequest);
        problem.GetProperty("errors").ToString().ShouldContain("longUrl");
    }

    [Fact]
    public async Task CreateLink_AliasTaken_IsAConflict()
    {
        var link = new { longUrl = "https://example.com", alias = "taken-once" };
        await fixture.Gateway.PostAsJsonAsync("/v1/links", link, TestContext.Current.CancellationToken);

        using var response = await fixture.Gateway.PostAsJsonAsync("/v1/links", link, TestContext.Current.CancellationToken);

        await ShouldBeProblemAsync(response, HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("/v1/links/doesnotexist", HttpStatusCode.NotFound)]
    [InlineData("/v1/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("/zzzzzzz", HttpStatusCode.NotFound)]
    [InlineData("/v1/links?pageSize=minus", HttpStatusCode.BadRequest)]
    [InlineData("/v1/links?pageToken=forged", HttpStatusCode.BadRequest)]
    [InlineData("/v1/links?unknown=1", HttpStatusCode.BadRequest)]
    public async Task Get_BadPathOrQuery_IsRefusedWithAProblem(string path, HttpStatusCode expected)
    {
        using var response = await fixture.Gateway.GetAsync(path, TestContext.Current.CancellationToken);

        await ShouldBeProblemAsync(response, expected);
    }

    [Fact]
    public async Task Get_PathOf10000Characters_IsRefused()
    {
        using var response = await fixture.Gateway.GetAsync("/" + new string('a', 10_000), TestContext.Current.CancellationToken);

        await ShouldBeProblemAsync(response, HttpStatusCode.RequestUriTooLong);
    }

    [Fact]
    public async Task CreateLink_SameIdempotencyKey_MakesOneLink()
    {
        var key = Guid.NewGuid().ToString();

        var codes = new[] { await CreateAsync(key), await CreateAsync(key) };

        codes[1].ShouldBe(codes[0]);
    }

    [Fact]
    public async Task Logs_AfterBadInput_HoldNoErrors()
    {
        await fixture.Gateway.GetAsync("/v1/links/doesnotexist", TestContext.Current.CancellationToken);

        foreach (var log in Directory.EnumerateFiles(fixture.DataFolder, "*.log", SearchOption.AllDirectories))
        {
            var lines = (await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken))
                .Where(line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal));
            lines.ShouldBeEmpty(log);
        }
    }

    private static async Task<JsonElement> ShouldBeProblemAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(expected, body);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json", body);
        var problem = JsonDocument.Parse(body).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe((int)expected);
        problem.GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
        return problem;
    }

    private async Task<string> CreateAsync(string idempotencyKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/links")
        {
            Headers = { { "Idempotency-Key", idempotencyKey } },
            Content = JsonContent.Create(new { longUrl = "https://example.com/once" }),
        };
        using var response = await fixture.Gateway.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        var link = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return link.GetProperty("shortCode").GetString()!;
    }
}
