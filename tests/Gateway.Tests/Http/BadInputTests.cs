using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Http;

/// <summary>Each wrong request has its documented answer. The fixture fails when any of them logs an error.</summary>
public sealed class BadInputTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    public static TheoryData<string, string, string?, int, string, string?> WrongRequests => new()
    {
        { "GET", "/v1/nothing/here", null, 404, "ROUTE_NOT_FOUND", null },
        { "GET", "/v1//things", null, 404, "ROUTE_NOT_FOUND", null },
        { "GET", "/v1/things/", null, 404, "ROUTE_NOT_FOUND", null },
        { "GET", "/callback/x", null, 404, "ROUTE_NOT_FOUND", null },
        { "PUT", "/v1/things/1", null, 405, "METHOD_NOT_ALLOWED", null },
        { "GET", "/v1/things/%ff", null, 400, "MALFORMED_PATH", null },
        { "POST", "/v1/things", "{", 400, "MALFORMED_JSON", null },
        { "POST", "/v1/things", "{\"thing\":{}} x", 400, "MALFORMED_JSON", null },
        { "POST", "/v1/things", "[]", 400, "INVALID_REQUEST", "body" },
        { "POST", "/v1/things", "{\"thing\":3}", 400, "INVALID_REQUEST", "thing" },
        { "POST", "/v1/things", "{\"thing\":{\"colour\":1}}", 400, "INVALID_REQUEST", "thing.colour" },
        { "POST", "/v1/things", "{\"thing\":{\"count\":\"many\"}}", 400, "INVALID_REQUEST", "thing.count" },
        { "POST", "/v1/things", "{\"thing\":{\"part\":{\"material\":\"GOLD\"}}}", 400, "INVALID_REQUEST", "thing.part.material" },
        { "POST", "/v1/things", "{\"thing\":{\"spareParts\":[{},{\"weight\":[]}]}}", 400, "INVALID_REQUEST", "thing.spareParts[1].weight" },
        { "POST", "/v1/things", "{\"thing\":{\"labels\":{\"a\":1}}}", 400, "INVALID_REQUEST", "thing.labels.a" },
        { "POST", "/v1/things", "{\"thing\":{\"textNote\":\"a\",\"numberNote\":1}}", 400, "INVALID_REQUEST", "thing.numberNote" },
        { "POST", "/v1/things", "{\"thing\":{\"createTime\":\"yesterday\"}}", 400, "INVALID_REQUEST", "thing.createTime" },
        { "POST", "/v1/things?requestId=x", "{}", 400, "INVALID_REQUEST", "requestId" },
        { "PATCH", "/v1/things/1?thing.count=3", "{}", 400, "INVALID_REQUEST", "thing.count" },
        { "PUT", "/v1/tags", "\"a\"", 400, "INVALID_REQUEST", "tags" },
        { "PUT", "/v1/tags", "[\"a\"],\"longText\":\"b\"", 400, "MALFORMED_JSON", null },
        { "GET", "/v1/by-number/twelve", null, 400, "INVALID_REQUEST", "number" },
        { "GET", "/v1/things/1?name=x", null, 400, "INVALID_REQUEST", "name" },
        { "GET", "/v1/search?colour=x", null, 400, "INVALID_REQUEST", "colour" },
        { "GET", "/v1/search?pageSize=1&page_size=2", null, 400, "INVALID_REQUEST", "page_size" },
        { "GET", "/v1/search?pageSize=99999999999", null, 400, "INVALID_REQUEST", "pageSize" },
        { "GET", "/v1/search?deep=yes", null, 400, "INVALID_REQUEST", "deep" },
        { "GET", "/v1/search?material=GOLD", null, 400, "INVALID_REQUEST", "material" },
        { "GET", "/v1/search?part=x", null, 400, "INVALID_REQUEST", "part" },
        { "GET", "/v1/search?labels=x", null, 400, "INVALID_REQUEST", "labels" },
        { "GET", "/v1/search?sinceTime=now", null, 400, "INVALID_REQUEST", "sinceTime" },
        { "GET", "/v1/search?token=*", null, 400, "INVALID_REQUEST", "token" },
    };

    [Theory]
    [MemberData(nameof(WrongRequests))]
    public async Task Send_WrongRequest_IsTheDocumentedProblem(string method, string path, string? body, int status, string reason, string? field)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = Json.Body(body);

        using var response = await gateway.Client.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await Json.ReadAsync(response);
        ((string?)problem["reason"]).ShouldBe(reason);
        ((int?)problem["status"]).ShouldBe(status);
        if (field is not null) ((string?)problem["errors"]![0]!["field"]).ShouldBe(field);
        if (status == 405) response.Content.Headers.Allow.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Post_SeveralWrongFields_NamesAll()
    {
        using var response = await gateway.Client.PostAsync("/v1/things", Json.Body("""{"a":1,"thing":{"b":2,"count":true}}"""));

        var errors = (await Json.ReadAsync(response))["errors"]!.AsArray().Select(e => (string?)e!["field"]);
        errors.ShouldBe(["a", "thing.b", "thing.count"]);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Post_OtherMediaType_415(string mediaType)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);

        using var response = await gateway.Client.PostAsync("/v1/things", content);

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        ((string?)(await Json.ReadAsync(response))["reason"]).ShouldBe("UNSUPPORTED_MEDIA_TYPE");
    }

    [Fact]
    public async Task Post_BodyThatIsNoUtf8_400()
    {
        using var content = new ByteArrayContent([(byte)'{', 0xff, (byte)'}']);

        using var response = await gateway.Client.PostAsync("/v1/things", content);

        ((string?)(await Json.ReadAsync(response))["reason"]).ShouldBe("MALFORMED_JSON");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_BodyAboveTheLimit_413(bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/things") { Content = Json.Body(new string(' ', 100_001)) };
        request.Headers.TransferEncodingChunked = isChunked;

        using var response = await gateway.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        ((string?)(await Json.ReadAsync(response))["reason"]).ShouldBe("REQUEST_TOO_LARGE");
    }

    [Fact]
    public async Task Post_DeeplyNestedJson_400()
    {
        var json = string.Concat(Enumerable.Repeat("{\"part\":", 5)) + string.Concat(Enumerable.Repeat("{\"inner\":", 300)) + "{}" + new string('}', 305);

        using var response = await gateway.Client.PostAsync("/v1/things", Json.Body($"{{\"thing\":{json}}}"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Get_PathOf10000Characters_IsAProblem()
    {
        using var response = await gateway.Client.GetAsync("/" + new string('a', 10_000));

        response.StatusCode.ShouldBe(HttpStatusCode.RequestUriTooLong);
        ((string?)(await Json.ReadAsync(response))["reason"]).ShouldBe("URI_TOO_LONG");
    }

    [Theory]
    [InlineData("GET /v1/things/../secret HTTP/1.1", "404")]
    [InlineData("GET /v1/things/%2e%2e HTTP/1.1", "404")]
    [InlineData("GET http://any.example/v1/things/1?x=1 HTTP/1.1", "400")]
    [InlineData("GET http://any.example/v1/things/1 HTTP/1.1", "200")]
    [InlineData("nonsense", "400")]
    public async Task Send_RawRequestLine_AnswersWithStatus(string line, string status)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Client.BaseAddress!.Host, gateway.Client.BaseAddress.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{line}\r\nHost: any.example\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);

        var answer = await reader.ReadLineAsync();

        answer.ShouldNotBeNull().Split(' ')[1].ShouldBe(status);
    }

    [Theory]
    [InlineData("NotFound", 404, "NOT_FOUND", "text of the service")]
    [InlineData("FailedPrecondition", 400, "FAILED_PRECONDITION", "text of the service")]
    [InlineData("AlreadyExists", 409, "ALREADY_EXISTS", "text of the service")]
    [InlineData("Internal", 500, "INTERNAL", "The service failed to handle the request.")]
    [InlineData("Unavailable", 503, "UNAVAILABLE", "The service is not available at the moment.")]
    [InlineData("Unauthenticated", 401, "UNAUTHENTICATED", "text of the service")]
    public async Task Get_FailingService_IsMappedByItsCode(string name, int status, string code, string detail)
    {
        using var response = await gateway.Client.GetAsync("/v1/failures/" + name);

        ((int)response.StatusCode).ShouldBe(status);
        var problem = await Json.ReadAsync(response);
        ((string?)problem["code"]).ShouldBe(code);
        ((string?)problem["detail"]).ShouldBe(detail);
        ((string?)problem["type"]).ShouldBe("about:blank");
        ((string?)problem["instance"]).ShouldBe("/v1/failures/" + name);
    }

    [Fact]
    public async Task Get_FailureWithDetails_CarriesThem()
    {
        using var response = await gateway.Client.GetAsync("/v1/failures/details");

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        var problem = await Json.ReadAsync(response);
        problem.Remove("traceId");
        JsonNode.DeepEquals(problem, JsonNode.Parse("""
            {"type":"urn:platform:problem:too-fast","title":"Too Many Requests","status":429,"detail":"Slow down.","instance":"/v1/failures/details",
             "code":"RESOURCE_EXHAUSTED","reason":"TOO_FAST","domain":"platform","metadata":{"limit":"10"},
             "errors":[{"field":"thing.part.innerWeight","description":"too heavy"}]}
            """)).ShouldBeTrue(problem.ToJsonString());
    }
}
