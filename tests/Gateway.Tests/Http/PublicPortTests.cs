using System.Net;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Http;

public sealed class PublicPortTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task Get_ServiceRouteOnPublicPort_NotThere()
    {
        using var response = await gateway.Client.GetAsync("/callback/");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Get_PublicRouteOnServicePort_NotThere()
    {
        using var client = new HttpClient { BaseAddress = gateway.ServiceAddress, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var callback = await client.GetAsync("/callback");
        using var openApi = await client.GetAsync("/openapi.json");
        using var thing = await client.GetAsync("/v1/things/1");

        callback.StatusCode.ShouldBe(HttpStatusCode.OK);
        openApi.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        thing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Get_Health_TellsThatTheSidecarIsGone()
    {
        using var response = await gateway.Client.GetAsync("/healthz");

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        ((string?)(await Json.ReadAsync(response))["sidecar"]).ShouldBe("failed");
    }

    [Fact]
    public async Task Get_AnyAnswer_HasSecurityHeadersAndNoServer()
    {
        using var response = await gateway.Client.GetAsync("/v1/things/1");

        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task Get_Root_LeadsToTheDocumentation()
    {
        using var root = await gateway.Client.GetAsync("/");
        using var docs = await gateway.Client.GetAsync("/docs");
        using var page = await gateway.Client.GetAsync("/docs/index.html");

        root.Headers.Location!.OriginalString.ShouldBe("/docs/index.html");
        ((int)docs.StatusCode).ShouldBeInRange(300, 302);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    [Fact]
    public async Task Get_OpenApi_DescribesEveryBindingWithComments()
    {
        using var response = await gateway.Client.GetAsync("/openapi.json");

        var document = await Json.ReadAsync(response);
        var paths = document["paths"]!.AsObject();
        paths.Select(p => p.Key).ShouldBe(
        [
            "/v1/things", "/v1/things/{thing}", "/v1/racks/{rack}/things/{thing}", "/v1/by-number/{number}", "/v1/things/{thing}:archive",
            "/v1/search", "/v1/tags", "/v1/things/{thing}/watch", "/v1/files", "/v1/files/{name}", "/v1/failures/{name}", "/v1/metadata",
        ]);
        paths["/v1/things/{thing}"]!.AsObject().Select(m => m.Key).ShouldBe(["get", "patch"]);
        var create = paths["/v1/things"]!["post"]!;
        ((string?)create["summary"]).ShouldBe("Makes a thing.");
        ((string?)create["parameters"]![0]!["name"]).ShouldBe("Idempotency-Key");
        var thing = document["components"]!["schemas"]!["platform.probe.v1.Thing"]!;
        ((string?)thing["properties"]!["count"]!["description"]).ShouldBe("How many.");
        ((string?)thing["properties"]!["count"]!["type"]).ShouldBe("string");
        ((bool?)thing["properties"]!["createTime"]!["readOnly"]).ShouldBe(true);
        var parameters = paths["/v1/search"]!["get"]!["parameters"]!.AsArray().Select(p => (string?)p!["name"]).ToList();
        parameters.ShouldContain("part.inner.weight");
        parameters.ShouldNotContain("labels");
    }

    [Fact]
    public async Task Get_OpenApi_HasNoDanglingReferences()
    {
        using var response = await gateway.Client.GetAsync("/openapi.json");
        var document = await Json.ReadAsync(response);

        foreach (var reference in References(document))
        {
            JsonNode? target = document;
            foreach (var part in reference.Split('/').Skip(1)) target = target?[part];
            target.ShouldNotBeNull(reference);
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => p.Key == "$ref" ? [(string)p.Value!] : References(p.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };
}
