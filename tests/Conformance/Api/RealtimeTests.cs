using Conformance.Peers;

namespace Conformance.Api;

/// <summary>A WebSocket client that nobody here wrote holds the hub to its contract.</summary>
public sealed class RealtimeTests(RealtimeFixture services) : IClassFixture<RealtimeFixture>
{
    private static Task<CaseReport>? _report;

    [Theory]
    [InlineData("bearer-header")]
    [InlineData("bad-bearer-header")]
    [InlineData("token-subprotocol")]
    [InlineData("token-message")]
    [InlineData("bad-token-message")]
    [InlineData("no-token")]
    [InlineData("event")]
    [InlineData("foreign-channel")]
    [InlineData("resume")]
    [InlineData("reset")]
    [InlineData("unsubscribe")]
    [InlineData("ping-message")]
    [InlineData("ping-frame")]
    [InlineData("server-ping")]
    [InlineData("fragments")]
    [InlineData("malformed")]
    [InlineData("binary")]
    [InlineData("too-big")]
    [InlineData("no-utf8")]
    [InlineData("close")]
    public async Task Client_Case_Passes(string name) => (await RunAsync()).ShouldHavePassed(name);

    private Task<CaseReport> RunAsync() => _report ??= CaseReport.RunAsync(Runtimes.StartNode(
        "realtime-client.mjs", services.PublicAddress.AbsoluteUri, services.TokenOf("ada"), services.TokenOf("bob"), RealtimeFixture.ForgedTokenOf("ada")));
}
