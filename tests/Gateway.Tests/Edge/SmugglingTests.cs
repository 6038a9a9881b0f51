using Gateway.Tests.Http;

namespace Gateway.Tests.Edge;

/// <summary>
/// Requests whose end two servers could see at different places (RFC 9112, section 11.2). Behind each hides a second request, which must never be answered.
/// </summary>
public sealed class SmugglingTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Hidden = "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    public static TheoryData<string, string> Attempts => new()
    {
        { "CL.TE", "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { "TE.CL", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n" },
        { "two lengths", "Content-Length: 0\r\nContent-Length: 60\r\n\r\n" },
        { "list of lengths", "Content-Length: 0, 60\r\n\r\n" },
        { "negative length", "Content-Length: -1\r\n\r\n" },
        { "hexadecimal length", "Content-Length: 0x0\r\n\r\n" },
        { "huge length", "Content-Length: 18446744073709551616\r\n\r\n" },
        { "unknown coding", "Transfer-Encoding: xchunked\r\n\r\n" },
        { "chunked not last", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" },
        { "chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" },
        { "space before colon", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" },
        { "folded header", "X-A: b\r\n Transfer-Encoding: chunked\r\n\r\n" },
        { "null in name", "X\0A: b\r\n\r\n" },
        { "header without colon", "Transfer-Encoding\r\n\r\n" },
        { "bare carriage return", "X-A: b\rTransfer-Encoding: chunked\r\n\r\n" },
        { "wrong chunk size", "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" },
        { "overflowing chunk size", "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n\r\n" },
        { "negative chunk size", "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" },
        { "no end of chunk", "Transfer-Encoding: chunked\r\n\r\n2\r\n{}0\r\n\r\n" },
        { "two hosts", "Host: other\r\nContent-Length: 0\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task Post_RequestWithAmbiguousEnd_IsRefusedAndTheConnectionClosed(string name, string rest)
    {
        var answer = await RawClient.ExchangeAsync(
            gateway.Client.BaseAddress!, $"POST /v1/things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{rest}{Hidden}");

        RawClient.Statuses(answer).Length.ShouldBe(1, $"{name}: {answer}");
        RawClient.Statuses(answer)[0].ShouldBeOneOf(400, 413, 501);
    }

    [Theory]
    [InlineData("GET /v1/things/1 HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /v1/things/1 HTTP/1.1\r\nHost: a b\r\n\r\n", 400)]
    [InlineData("GET /v1/things/1 HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("GET http://other.example/v1/things/1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400)]
    [InlineData("GET /v1/things/1 HTTP/1.1 x\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET  /v1/things/1 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET\t/v1/things/1\tHTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET /v1/things/1 HTTP/3.7\r\nHost: localhost\r\n\r\n", 505)]
    [InlineData("CONNECT localhost:22 HTTP/1.1\r\nHost: localhost:22\r\nConnection: close\r\n\r\n", 404)]
    public async Task Send_MalformedRequest_IsRefused(string request, int status)
    {
        var answer = await RawClient.ExchangeAsync(gateway.Client.BaseAddress!, request);

        RawClient.Statuses(answer).ShouldBe([status], answer);
    }

    [Fact]
    public async Task Post_TwoRequestsOneAfterTheOther_AreBothAnswered()
    {
        var answer = await RawClient.ExchangeAsync(
            gateway.Client.BaseAddress!,
            "POST /v1/things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + Hidden);

        RawClient.Statuses(answer).ShouldBe([200, 200]);
    }
}
