using System.Net;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Http;

public sealed class TranscodingTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private HttpClient Client => gateway.Client;

    [Fact]
    public async Task Post_WholeBody_ReachesServiceAndAnswersWithDefaults()
    {
        using var response = await Client.PostAsync("/v1/things", Json.Body("""
            {"thing": {"name": "things/1", "count": "9007199254740993", "part": {"weight": 1.5, "material": "STEEL"}, "numberNote": 7}}
            """));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var thing = await Json.ReadAsync(response);
        ((string?)thing["count"]).ShouldBe("9007199254740993");
        ((string?)thing["part"]!["material"]).ShouldBe("STEEL");
        ((int?)thing["numberNote"]).ShouldBe(7);
        thing["spareParts"]!.AsArray().ShouldBeEmpty();
        thing.ContainsKey("createTime").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/v1/things/1", "things/1", "0")]
    [InlineData("/v1/things/a%20b%3Fc", "things/a b?c", "0")]
    [InlineData("/v1/things/%E4%BD%A0", "things/你", "0")]
    [InlineData("/v1/racks/1/things/a%2Fb", "racks/1/things/a%2Fb", "0")]
    [InlineData("/v1/files/a/b%2Fc%20d.txt", "a/b%2Fc d.txt", "0")]
    [InlineData("/v1/by-number/-12", "", "-12")]
    [InlineData("/v1/by-number/5?name=x", "x", "5")]
    public async Task Get_PathVariables_AreDecoded(string path, string name, string count)
    {
        var thing = await GetAsync(path);

        ((string?)thing["name"]).ShouldBe(name);
        ((string?)thing["count"]).ShouldBe(count);
    }

    [Fact]
    public async Task Get_QueryParameters_FillFieldsOfEveryKind()
    {
        const string Query = "longText=a%20b%2Bc+d&tags=x&tags=y&page_size=-3&big=18446744073709551615&ratio=1e-3&deep=true&material=WOOD&token=_-8"
            + "&part.weight=2.5&part.inner.material=2&sinceTime=2030-01-31T12:00:00Z&maxAge=1.5s&readMask=longText,part.weight&limit=0&materials=WOOD&materials=STEEL";

        var found = await GetAsync("/v1/search?" + Query);

        var expected = JsonNode.Parse("""
            {"longText":"a b+c d","tags":["x","y"],"pageSize":-3,"big":"18446744073709551615","ratio":0.001,"deep":true,"material":"WOOD","token":"/+8=",
             "part":{"weight":2.5,"material":"MATERIAL_UNSPECIFIED","inner":{"weight":0,"material":"STEEL"}},"sinceTime":"2030-01-31T12:00:00Z","maxAge":"1.500s",
             "readMask":"longText,part.weight","limit":0,"materials":["WOOD","STEEL"],"labels":{}}
            """);
        JsonNode.DeepEquals(found, expected).ShouldBeTrue(found.ToJsonString());
    }

    [Theory]
    [InlineData("""{"name":"ignored","count":"1","part":{"weight":2,"inner":{"weight":1}},"labels":{"a":"b"},"etag":"e","createTime":"2030-01-01T00:00:00Z"}""", "", "count,part.weight,part.inner.weight,labels")]
    [InlineData("""{"textNote":null,"spareParts":[]}""", "", "textNote,spareParts")]
    [InlineData("""{"count":"1"}""", "?updateMask=part.weight", "part.weight")]
    [InlineData("""{"count":"1"}""", "?update_mask=text_note", "textNote")]
    public async Task Patch_UpdateMask_IsThatOfTheQueryOrOfTheBody(string body, string query, string mask)
    {
        using var response = await Client.PatchAsync("/v1/things/7" + query, Json.Body(body));

        var request = await Json.ReadAsync(response);
        ((string?)request["updateMask"]).ShouldBe(mask);
        ((string?)request["thing"]!["name"]).ShouldBe("things/7");
    }

    [Fact]
    public async Task Post_CustomVerb_CallsItsMethod()
    {
        using var response = await Client.PostAsync("/v1/things/1:archive", null);

        ((string?)(await Json.ReadAsync(response))["textNote"]).ShouldBe("archived");
    }

    [Fact]
    public async Task Put_ListAsBody_AnswersWithResponseBodyOnly()
    {
        using var response = await Client.PutAsync("/v1/tags?longText=x", Json.Body("""["a","b"]"""));

        (await response.Content.ReadAsStringAsync()).ShouldBe("""["a","b"]""");
    }

    [Theory]
    [InlineData("things/1", 3, "things/1")]
    [InlineData("things/broken", 4, "ABORTED")]
    public async Task Get_Stream_AnswersLinesAndEndsWithTheProblem(string name, int lines, string last)
    {
        using var response = await Client.GetAsync($"/v1/{name}/watch");

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        var text = (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        text.Count.ShouldBe(lines);
        ((string?)(text[^1]["code"] ?? text[^1]["name"])).ShouldBe(last);
    }

    [Fact]
    public async Task Get_StreamThatFailsAtOnce_IsAProblem()
    {
        using var response = await Client.GetAsync("/v1/things/missing/watch");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        ((string?)(await Json.ReadAsync(response))["detail"]).ShouldBe("No such thing.");
    }

    [Fact]
    public async Task Post_HttpBody_IsHandedThroughWithItsContentType()
    {
        using var response = await Client.PostAsync("/v1/files", Json.Body("raw { text", "text/x-raw"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/x-raw");
        (await response.Content.ReadAsStringAsync()).ShouldBe("raw { text");
    }

    [Theory]
    [InlineData("key-1", "{}", "key-1")]
    [InlineData("\"key 1\"", "{}", null)]
    [InlineData("\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", "{}", "8e03978e-40d5-43dd-bc93-6894a57f9324")]
    [InlineData("same", """{"requestId":"same"}""", "same")]
    [InlineData("one", """{"requestId":"other"}""", null)]
    [InlineData("", "{}", null)]
    public async Task Post_IdempotencyKey_BecomesRequestId(string key, string body, string? requestId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/things") { Content = Json.Body(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);

        using var response = await Client.SendAsync(request);

        response.StatusCode.ShouldBe(requestId is null ? HttpStatusCode.BadRequest : HttpStatusCode.OK);
        if (requestId is not null) ((string?)(await Json.ReadAsync(response))["labels"]!["requestId"]).ShouldBe(requestId);
    }

    [Fact]
    public async Task Get_PlatformHeaders_DoNotReachTheService()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/metadata");
        string[] spoofed = ["platform-user", "dapr-app-id", "grpc-timeout", "x-other", "grpc-internal-encoding-request"];
        foreach (var name in spoofed) request.Headers.TryAddWithoutValidation(name, "1n");
        request.Headers.TryAddWithoutValidation("Accept-Language", "de");

        using var response = await Client.SendAsync(request);

        var metadata = (await Json.ReadAsync(response))["labels"]!.AsObject().ToDictionary(p => p.Key, p => (string?)p.Value);
        metadata["accept-language"].ShouldBe("de");
        metadata["deadline"].ShouldBe("yes");
        metadata.ShouldNotContainKey("platform-user");
        metadata.ShouldNotContainKey("dapr-app-id");
        metadata.ShouldNotContainKey("x-other");
        metadata.GetValueOrDefault("grpc-timeout").ShouldNotBe("1n");
    }

    [Fact]
    public async Task Head_KnownPath_AnswersWithoutBody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/v1/things/1");

        using var response = await Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentLength!.Value.ShouldBeGreaterThan(0);
    }

    private async Task<JsonObject> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await Json.ReadAsync(response);
    }
}
