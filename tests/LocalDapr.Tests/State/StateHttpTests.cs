using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Platform.Testing;

namespace LocalDapr.Tests.State;

public sealed class StateHttpTests : IAsyncLifetime
{
    private StateHost _host = null!;

    private HttpClient Http => _host.Http;

    public async ValueTask InitializeAsync() => _host = await StateHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("""{"a" : [1, 2.50, "\u00e9"]}""")]
    [InlineData("\"text\"")]
    [InlineData("42")]
    [InlineData("null")]
    public async Task Get_AfterSave_ReturnsTheValueAsGiven(string json)
    {
        (await SaveAsync($$"""[{"key":"k","value": {{json}} }]""")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var response = await Http.GetAsync("v1.0/state/statestore/k");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        ETagOf(response).ShouldNotBeNullOrEmpty();
        (await response.Content.ReadAsStringAsync()).ShouldBe(json);
    }

    [Fact]
    public async Task Get_Missing_Returns204()
    {
        var response = await Http.GetAsync("v1.0/state/statestore/missing");

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        response.Headers.Contains("ETag").ShouldBeFalse();
    }

    [Theory]
    [InlineData("with space/and slash")]
    [InlineData("100%2F?&#")]
    [InlineData("ключ")]
    public async Task Get_UnusualKey_IsTheSameAsInABody(string key)
    {
        await SaveAsync(JsonSerializer.Serialize(new[] { new { key, value = 1 } }));

        (await Http.GetStringAsync("v1.0/state/statestore/" + Uri.EscapeDataString(key))).ShouldBe("1");
        (await Http.DeleteAsync("v1.0/state/statestore/" + Uri.EscapeDataString(key))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await GetStatusAsync(Uri.EscapeDataString(key))).ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("none", "k", HttpStatusCode.BadRequest, "ERR_STATE_STORE_NOT_FOUND")]
    [InlineData("statestore", "a%7C%7Cb", HttpStatusCode.BadRequest, "ERR_MALFORMED_REQUEST")]
    public async Task Get_NotAllowed_AnswersTheDocumentedError(string store, string key, HttpStatusCode status, string code) =>
        await ShouldFailAsync(await Http.GetAsync($"v1.0/state/{store}/{key}"), status, code);

    [Theory]
    [InlineData("""[{"key":"k","value":1""")]
    [InlineData("""{"key":"k","value":1}""")]
    [InlineData("""[{"value":1}]""")]
    [InlineData("""[{"key":"a||b","value":1}]""")]
    [InlineData("""[{"key":"k","value":1,"options":{"concurrency":"wild"}}]""")]
    [InlineData("""[{"key":"k","value":1,"metadata":{"ttlInSeconds":"soon"}}]""")]
    [InlineData("""[{"key":"k","value":1},{"key":"","value":1}]""")]
    [InlineData("[1]")]
    [InlineData("")]
    public async Task Save_Malformed_AnswersTheDocumentedErrorAndSavesNothing(string body)
    {
        await ShouldFailAsync(await SaveAsync(body), HttpStatusCode.BadRequest, "ERR_MALFORMED_REQUEST");

        (await GetStatusAsync("k")).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Save_ETags_AreEnforced()
    {
        await SaveAsync("""[{"key":"k","value":1}]""");
        var etag = await ReadETagAsync("k");
        (await SaveAsync($$"""[{"key":"k","value":2,"etag":"{{etag}}"}]""")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await ShouldFailAsync(
            await SaveAsync($$"""[{"key":"k","value":3,"etag":"{{etag}}"}]"""), HttpStatusCode.Conflict, "ERR_STATE_SAVE");
        await ShouldFailAsync(
            await SaveAsync("""[{"key":"k","value":3,"options":{"concurrency":"first-write"}}]"""), HttpStatusCode.Conflict, "ERR_STATE_SAVE");
        await ShouldFailAsync(
            await SaveAsync("""[{"key":"new","value":3,"etag":"7"}]"""), HttpStatusCode.Conflict, "ERR_STATE_SAVE");
        await ShouldFailAsync(
            await SaveAsync("""[{"key":"k","value":3,"etag":"bogus"}]"""), HttpStatusCode.BadRequest, "ERR_STATE_SAVE");
        (await Http.GetStringAsync("v1.0/state/statestore/k")).ShouldBe("2");

        var lastWrite = await SaveAsync($$$"""[{"key":"k","value":4,"etag":"{{{etag}}}","options":{"concurrency":"last-write"}}]""");
        lastWrite.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Http.GetStringAsync("v1.0/state/statestore/k")).ShouldBe("4");
    }

    [Fact]
    public async Task Delete_IfMatch_IsEnforced()
    {
        await SaveAsync("""[{"key":"k","value":1}]""");

        await ShouldFailAsync(await DeleteAsync("k", ifMatch: "999"), HttpStatusCode.Conflict, "ERR_STATE_DELETE");
        (await DeleteAsync("k", ifMatch: await ReadETagAsync("k"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Http.DeleteAsync("v1.0/state/statestore/k")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Save_FirstWriteIncrements_LoseNone()
    {
        await SaveAsync("""[{"key":"n","value":0}]""");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => IncrementAsync()));

        (await Http.GetStringAsync("v1.0/state/statestore/n")).ShouldBe("50");
    }

    [Theory]
    [InlineData("v1.0/state/statestore", """[{"key":"k","value":1,"metadata":{"ttlInSeconds":"10"}}]""")]
    [InlineData("v1.0/state/statestore?metadata.ttlInSeconds=10", """[{"key":"k","value":1}]""")]
    public async Task Save_Ttl_ExpiresAndIsToldOnReads(string path, string body)
    {
        await Http.PostAsync(path, Json(body));

        var response = await Http.GetAsync("v1.0/state/statestore/k");
        var expiry = response.Headers.GetValues("metadata.ttlExpireTime").Single();
        DateTimeOffset.Parse(expiry).ShouldBe(_host.Time.GetUtcNow().AddSeconds(10));
        _host.Time.Advance(TimeSpan.FromSeconds(10));

        (await GetStatusAsync("k")).ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("3153600000")]
    [InlineData("9223372036854775807")]
    public async Task Save_TtlOfACenturyOrMore_IsTaken(string seconds)
    {
        var response = await Http.PostAsync("v1.0/state/statestore", Json($$$"""[{"key":"k","value":1,"metadata":{"ttlInSeconds":"{{{seconds}}}"}}]"""));

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await GetStatusAsync("k")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Bulk_SomeMissing_AnswersEachKeyInOrder()
    {
        await SaveAsync("""[{"key":"a","value":{"x":1}},{"key":"b","value":"text"}]""");

        var response = await Http.PostAsync("v1.0/state/statestore/bulk", Json("""{"keys":["b","missing","a"],"parallelism":2}"""));

        var items = await response.Content.ReadFromJsonAsync<JsonElement>();
        items.EnumerateArray().Select(item => item.GetProperty("key").GetString()).ShouldBe(["b", "missing", "a"]);
        items[0].GetProperty("data").GetString().ShouldBe("text");
        items[1].TryGetProperty("data", out _).ShouldBeFalse();
        items[2].GetProperty("data").GetRawText().ShouldBe("""{"x":1}""");
        items[2].GetProperty("etag").GetString().ShouldBe(await ReadETagAsync("a"));
    }

    [Fact]
    public async Task Transaction_OneETagStale_AppliesNone()
    {
        await SaveAsync("""[{"key":"a","value":1},{"key":"b","value":1}]""");

        var stale = await TransactAsync("""
            {"operations":[{"operation":"upsert","request":{"key":"a","value":2}},{"operation":"delete","request":{"key":"b","etag":"999"}}]}
            """);

        await ShouldFailAsync(stale, HttpStatusCode.Conflict, "ERR_STATE_TRANSACTION");
        (await Http.GetStringAsync("v1.0/state/statestore/a")).ShouldBe("1");
        (await Http.GetStringAsync("v1.0/state/statestore/b")).ShouldBe("1");
    }

    [Fact]
    public async Task Transaction_Valid_AppliesAllWithItsMetadata()
    {
        await SaveAsync("""[{"key":"b","value":1}]""");

        var response = await TransactAsync("""
            {"operations":[{"operation":"upsert","request":{"key":"a","value":2}},{"operation":"delete","request":{"key":"b"}}],
             "metadata":{"ttlInSeconds":"5"}}
            """);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Http.GetStringAsync("v1.0/state/statestore/a")).ShouldBe("2");
        (await GetStatusAsync("b")).ShouldBe(HttpStatusCode.NoContent);
        _host.Time.Advance(TimeSpan.FromSeconds(5));
        (await GetStatusAsync("a")).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Transaction_UnknownOperation_AnswersTheDocumentedError() => await ShouldFailAsync(
        await TransactAsync("""{"operations":[{"operation":"increment","request":{"key":"a"}}]}"""),
        HttpStatusCode.BadRequest,
        "ERR_NOT_SUPPORTED_STATE_OPERATION");

    [Fact]
    public async Task Query_AnyStore_IsNotSupported() => await ShouldFailAsync(
        await Http.PostAsync("v1.0-alpha1/state/statestore/query", Json("{}")),
        HttpStatusCode.InternalServerError,
        "ERR_STATE_STORE_NOT_SUPPORTED");

    [Fact]
    public async Task Start_WithTheSameDirectory_FindsWhatWasSaved()
    {
        using var folder = new TempFolder();
        await using (var first = await StateHost.StartAsync(folder.Path))
            await first.Http.PostAsync("v1.0/state/statestore", Json("""[{"key":"k","value":"kept"}]"""));

        await using var second = await StateHost.StartAsync(folder.Path);

        (await second.Http.GetStringAsync("v1.0/state/statestore/k")).ShouldBe("\"kept\"");
    }

    [Fact]
    public async Task Save_ValueOverTheLimit_IsRefused() => await ShouldFailAsync(
        await Http.PostAsync("v1.0/state/small", Json($$"""[{"key":"k","value":"{{new string('x', 2000)}}"}]""")),
        HttpStatusCode.RequestEntityTooLarge,
        "ERR_STATE_SAVE");

    private async Task IncrementAsync()
    {
        HttpResponseMessage saved;
        do
        {
            var read = await Http.GetAsync("v1.0/state/statestore/n");
            var next = int.Parse(await read.Content.ReadAsStringAsync()) + 1;
            saved = await SaveAsync(
                $$$"""[{"key":"n","value":{{{next}}},"etag":"{{{ETagOf(read)}}}","options":{"concurrency":"first-write"}}]""");
        }
        while (saved.StatusCode == HttpStatusCode.Conflict);
        saved.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private Task<HttpResponseMessage> SaveAsync(string body) => Http.PostAsync("v1.0/state/statestore", Json(body));

    private async Task<HttpResponseMessage> DeleteAsync(string key, string ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"v1.0/state/statestore/{key}");
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await Http.SendAsync(request);
    }

    private Task<HttpResponseMessage> TransactAsync(string body) => Http.PostAsync("v1.0/state/statestore/transaction", Json(body));

    private async Task<HttpStatusCode> GetStatusAsync(string key) => (await Http.GetAsync($"v1.0/state/statestore/{key}")).StatusCode;

    private async Task<string> ReadETagAsync(string key) => ETagOf(await Http.GetAsync($"v1.0/state/statestore/{key}"));

    private static string ETagOf(HttpResponseMessage response) => response.Headers.NonValidated["ETag"].ToString();

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task ShouldFailAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        response.StatusCode.ShouldBe(status);
        var error = await response.Content.ReadFromJsonAsync<JsonElement>();
        error.GetProperty("errorCode").GetString().ShouldBe(code);
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
    }
}
