using Gateway.Tests.Http;
using Platform.Testing;

namespace Gateway.Tests.Edge;

public sealed class AccessLogTests(AccessLogTests.Fixture gateway) : IClassFixture<AccessLogTests.Fixture>
{
    [Theory]
    [InlineData("GET", "/v1/things/secret-name?x=1", "GET /v1/{name=things/*} 400 in")]
    [InlineData("GET", "/v1/things/secret-name", "GET /v1/{name=things/*} 200 in")]
    [InlineData("GET", "/secret-code", "GET /{code} 302 in")]
    [InlineData("GET", "/v1/secret/place", "GET - 404 in")]
    [InlineData("SECRET", "/v1/secret/place", "other - 404 in")]
    [InlineData("GET", "/v1/things/secret-name", "GET - 401 in", "Authorization", "Basic c2VjcmV0")]
    [InlineData("GET", "/v1/things/secret-name", "GET - 401 in", "Authorization", "Bearer c2VjcmV0")]
    public async Task Send_AnyRequest_LogsItsTemplateOnly(string method, string path, string line, string header = "Cookie", string value = "session=c2VjcmV0")
    {
        var id = Guid.NewGuid().ToString("N");
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("X-Request-Id", id);
        request.Headers.Add(header, value);

        using var response = await gateway.Client.SendAsync(request);
        var length = (await response.Content.ReadAsByteArrayAsync()).Length;

        await Eventually.AssertAsync(() =>
        {
            var logged = gateway.Logs.Lines.Single(l => l.Message.Contains(id, StringComparison.Ordinal)).Message;
            logged.ShouldStartWith(line);
            logged.ShouldContain($", {length} bytes,");
        });
        gateway.Logs.Lines.ShouldAllBe(l => !l.Message.Contains("secret", StringComparison.OrdinalIgnoreCase) && !l.Message.Contains("c2VjcmV0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_Stream_CountsItsBytes()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/things/1/watch");
        request.Headers.Add("X-Request-Id", "stream-1");

        using var response = await gateway.Client.SendAsync(request);
        var length = (await response.Content.ReadAsByteArrayAsync()).Length;

        length.ShouldBeGreaterThan(0);
        await Eventually.AssertAsync(() => gateway.Logs.Lines.ShouldContain(l => l.Message.Contains("stream-1", StringComparison.Ordinal) && l.Message.Contains($", {length} bytes,", StringComparison.Ordinal)));
    }

    /// <summary>A gateway that logs every request.</summary>
    public sealed class Fixture : GatewayFixture
    {
        protected override Dictionary<string, string> Settings => new() { ["Gateway:AccessLog:SampleRate"] = "1" };
    }
}
