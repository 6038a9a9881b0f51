using System.Text;
using Gateway.Tests.Http;

namespace Gateway.Tests.Edge;

public sealed class ClientLimitTests(ClientLimitTests.Fixture gateway) : IClassFixture<ClientLimitTests.Fixture>
{
    private const string Post = "POST /v1/things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    [Fact]
    public async Task Send_HeadersThatNeverEnd_AreCutOff()
    {
        await using var client = await RawClient.ConnectAsync(gateway.Client.BaseAddress!);
        await client.SendAsync("GET /v1/things/1 HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");

        var answer = await client.ReadToEndAsync();

        RawClient.Statuses(answer).ShouldBe([408]);
    }

    [Fact]
    public async Task Send_BodyThatNeverEnds_IsCutOff()
    {
        await using var client = await RawClient.ConnectAsync(gateway.Client.BaseAddress!);
        await client.SendAsync(Post + "Content-Length: 100\r\n\r\n{\"a\":");

        var answer = await client.ReadToEndAsync();

        RawClient.Statuses(answer).ShouldBe([408]);
        answer.ShouldContain("REQUEST_TIMEOUT");
    }

    [Fact]
    public async Task Send_IdleConnection_IsClosed()
    {
        await using var client = await RawClient.ConnectAsync(gateway.Client.BaseAddress!);
        await client.SendAsync("GET /v1/things/1 HTTP/1.1\r\nHost: localhost\r\n\r\n");

        RawClient.Statuses(await client.ReadToEndAsync()).ShouldBe([200]);
    }

    [Fact]
    public async Task Send_HeadersOverTheSize_431() =>
        (await StatusAsync($"GET /v1/things/1 HTTP/1.1\r\nHost: localhost\r\nX-Big: {new string('a', 40_000)}\r\n\r\n")).ShouldBe([431]);

    [Fact]
    public async Task Send_HeadersOverTheCount_431()
    {
        var headers = string.Concat(Enumerable.Range(0, 70).Select(i => $"X-{i}: 1\r\n"));

        (await StatusAsync($"GET /v1/things/1 HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n")).ShouldBe([431]);
    }

    [Fact]
    public async Task Send_DeclaredBodyOverTheSize_413()
    {
        var answer = await RawClient.ExchangeAsync(gateway.Client.BaseAddress!, Post + "Content-Length: 10000000000\r\nConnection: close\r\n\r\n");

        RawClient.Statuses(answer).ShouldBe([413]);
        answer.ShouldContain("REQUEST_TOO_LARGE");
    }

    [Fact]
    public async Task Send_ChunksThatNeverStop_413()
    {
        var request = new StringBuilder(Post + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        for (var i = 0; i < 200; i++) request.Append("400\r\n").Append(' ', 0x400).Append("\r\n");

        (await StatusAsync(request.ToString())).ShouldBe([413]);
    }

    private async Task<int[]> StatusAsync(string request) => RawClient.Statuses(await RawClient.ExchangeAsync(gateway.Client.BaseAddress!, request));

    /// <summary>A gateway that waits for nobody.</summary>
    public sealed class Fixture : GatewayFixture
    {
        protected override Dictionary<string, string> Settings => new()
        {
            ["Gateway:Limits:HeadersTimeout"] = "00:00:01",
            ["Gateway:Limits:BodyGracePeriod"] = "00:00:01.5",
            ["Gateway:Limits:KeepAliveTimeout"] = "00:00:01",
        };
    }
}
