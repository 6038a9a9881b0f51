using Conformance.Peers;

namespace Conformance.Grpc;

/// <summary>Clients that nobody here wrote call our server.</summary>
public sealed class ForeignClientTests(ForeignClientTests.Reports reports) : IClassFixture<ForeignClientTests.Reports>
{
    [Theory]
    [InlineData("unary")]
    [InlineData("server-stream")]
    [InlineData("client-stream")]
    [InlineData("bidi")]
    [InlineData("deadline")]
    [InlineData("cancellation")]
    [InlineData("metadata")]
    [InlineData("status-details")]
    [InlineData("unimplemented")]
    [InlineData("gzip")]
    [InlineData("large-message")]
    [InlineData("health")]
    [InlineData("reflection")]
    public async Task GrpcJs_Case_Passes(string name) => (await reports.GrpcJsAsync()).ShouldHavePassed(name);

    [Theory]
    [InlineData("unary")]
    [InlineData("server-stream")]
    [InlineData("client-stream")]
    [InlineData("bidi")]
    [InlineData("deadline")]
    [InlineData("metadata")]
    [InlineData("status-details")]
    [InlineData("unimplemented")]
    [InlineData("gzip")]
    [InlineData("health")]
    public async Task Python_Case_Passes(string name) => (await reports.PythonAsync()).ShouldHavePassed(name);

    /// <summary>Runs each client once for all tests.</summary>
    public sealed class Reports
    {
        private Task<CaseReport>? _grpcJs;
        private Task<CaseReport>? _python;

        internal Task<CaseReport> GrpcJsAsync() => _grpcJs ??= RunAsync(address => Runtimes.StartNode("grpc-js-client.mjs", address));

        internal Task<CaseReport> PythonAsync() => _python ??= RunAsync(address => Runtimes.StartPython("python_client.py", address));

        private static async Task<CaseReport> RunAsync(Func<string, PeerProcess> start)
        {
            await using var server = await EchoService.StartAsync();
            return await CaseReport.RunAsync(start(new Uri(server.Urls.Single()).Authority));
        }
    }
}
