using Gateway.Tests.Http;
using Platform.Gateway.Edge;

namespace Gateway.Tests.Edge;

/// <summary>A path that only looks like another one leads nowhere, so that what a proxy in front checked is what is served.</summary>
public sealed class PathConfusionTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Theory]
    [InlineData("//v1/things/1")]
    [InlineData("/v1//things/1")]
    [InlineData("/v1/things//1")]
    [InlineData("/v1/things/1/")]
    [InlineData("/V1/things/1")]
    [InlineData("/v1/Things/1")]
    [InlineData("/v1%2fthings/1")]
    [InlineData("/v1%2Fthings%2F1")]
    [InlineData("/v1\\things\\1")]
    [InlineData("/v1%5cthings/1")]
    [InlineData("/v1;a=b/things/1")]
    [InlineData("/v1/things;a=b/1")]
    [InlineData("/v1./things/1")]
    [InlineData("/v1/things./1")]
    [InlineData("/v1/./things/1")]
    [InlineData("/x/../v1/things/1")]
    [InlineData("/x/%2e%2e/v1/things/1")]
    [InlineData("/x/.%2E/v1/things/1")]
    [InlineData("/x/..%5cv1/things/1")]
    [InlineData("/v1/things/1/..")]
    [InlineData("/v1/things/1/%2e")]
    [InlineData("/openapi.json/")]
    [InlineData("/OPENAPI.JSON")]
    [InlineData("/openapi.json;x")]
    [InlineData("/openapi.json.")]
    [InlineData("/x/../openapi.json")]
    [InlineData("//openapi.json")]
    [InlineData("/x/../known")]
    [InlineData("/./known")]
    [InlineData("//known")]
    [InlineData("/known/")]
    [InlineData("/known;x")]
    [InlineData("/known.")]
    [InlineData("/known%2f")]
    [InlineData("/healthz/")]
    [InlineData("/v1/things/1%252f..")]
    public async Task Get_PathLikeAnother_LeadsNowhereElse(string path)
    {
        var answer = await RawClient.ExchangeAsync(gateway.Client.BaseAddress!, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        // A literal text within one segment stays what it is.
        if (path.Contains("%252f", StringComparison.Ordinal)) answer.ShouldContain("things/1%2f..");
        else RawClient.Statuses(answer).ShouldBe([404], answer);
    }

    [Theory]
    [InlineData("/", false)]
    [InlineData("/v1/a.b/c..d/...", false)]
    [InlineData("/v1/.hidden/%2ehidden/%2e%2e%2e", false)]
    [InlineData("/%2", false)]
    [InlineData("/.", true)]
    [InlineData("/a/..", true)]
    [InlineData("/a/%2E./b", true)]
    [InlineData("/a\\..\\b", true)]
    public void HasDotSegment_Path_Result(string path, bool expected) => RequestGate.HasDotSegment(path).ShouldBe(expected);
}
