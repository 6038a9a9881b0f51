using Gateway.Tests.Http;

namespace Gateway.Tests.Edge;

public sealed class CorsTests(CorsTests.Fixture gateway) : IClassFixture<CorsTests.Fixture>
{
    private const string App = "https://app.example";

    [Fact]
    public async Task Preflight_AllowedOrigin_SaysWhatIsAllowed()
    {
        using var response = await SendAsync(HttpMethod.Options, App, ("Access-Control-Request-Method", "PATCH"), ("Access-Control-Request-Headers", "authorization,idempotency-key"));

        ((int)response.StatusCode).ShouldBe(204);
        Value(response, "Access-Control-Allow-Origin").ShouldBe(App);
        Value(response, "Access-Control-Allow-Methods").ShouldContain("PATCH");
        Value(response, "Access-Control-Allow-Headers").ShouldContain("Idempotency-Key");
        Value(response, "Access-Control-Allow-Credentials").ShouldBe("true");
        Value(response, "Access-Control-Max-Age").ShouldBe("600");
        Value(response, "Vary").ShouldBe("Origin");
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://app.example.evil.example")]
    [InlineData("http://app.example")]
    [InlineData("https://app.example:8443")]
    [InlineData("null")]
    public async Task Preflight_OtherOrigin_AllowsNothing(string origin)
    {
        using var response = await SendAsync(HttpMethod.Options, origin, ("Access-Control-Request-Method", "GET"));

        response.Headers.Where(h => h.Key.StartsWith("Access-Control-", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/v1/things/1")]
    [InlineData("/v1/nothing")]
    public async Task Get_AllowedOrigin_MayBeReadWithItsRequestId(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, App, path);

        Value(response, "Access-Control-Allow-Origin").ShouldBe(App);
        Value(response, "Access-Control-Expose-Headers").ShouldContain("X-Request-Id");
    }

    [Fact]
    public async Task Get_OtherOrigin_IsAnsweredWithoutPermission()
    {
        using var response = await SendAsync(HttpMethod.Get, "https://evil.example");

        response.IsSuccessStatusCode.ShouldBeTrue();
        response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    private static string Value(HttpResponseMessage response, string header) => string.Join(",", response.Headers.GetValues(header));

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string origin, params (string Name, string Value)[] headers) =>
        SendAsync(method, origin, "/v1/things/1", headers);

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string origin, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return gateway.Client.SendAsync(request);
    }

    /// <summary>A gateway that lets one origin in, with credentials.</summary>
    public sealed class Fixture : GatewayFixture
    {
        protected override Dictionary<string, string> Settings => new()
        {
            ["Gateway:Cors:Origins:0"] = App,
            ["Gateway:Cors:AllowCredentials"] = "true",
        };
    }
}
