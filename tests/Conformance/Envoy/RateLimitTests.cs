using Conformance.Peers;
using Platform.RateLimit;
using Platform.Testing;
using Platform.Testing.Services;

namespace Conformance.Envoy;

/// <summary>The rate limiter, asked by a client that nobody here wrote, with the protos of Envoy's API.</summary>
public sealed class RateLimitTests(RateLimitTests.Reports reports) : IClassFixture<RateLimitTests.Reports>
{
    [Theory]
    [InlineData("path")]
    [InlineData("counts-down")]
    [InlineData("several-descriptors")]
    [InlineData("hits-addend")]
    [InlineData("limit-of-the-descriptor")]
    [InlineData("unknown-descriptor")]
    [InlineData("bad-request")]
    [InlineData("at-once")]
    public async Task GrpcJs_Case_Passes(string name) => (await reports.GrpcJsAsync()).ShouldHavePassed(name);

    /// <summary>Runs the client once for all tests.</summary>
    public sealed class Reports
    {
        private const string Rules = """
            domains:
              envoy:
                rules:
                  address: {match: {remote_address: "*"}, limits: [{algorithm: fixed-window, limit: 3/hour}]}
                  login: {match: {remote_address: "*", path: /login}, limits: [{algorithm: fixed-window, limit: 1/hour}]}
            """;

        private Task<CaseReport>? _grpcJs;

        internal Task<CaseReport> GrpcJsAsync() => _grpcJs ??= RunAsync();

        private static async Task<CaseReport> RunAsync()
        {
            using var folder = new TempFolder();
            await File.WriteAllTextAsync(folder["rules.yaml"], Rules);
            await using var platform = await TestPlatform.StartAsync(new ServiceSettings<RateLimitOptions>
            {
                AppId = "ratelimit",
                Configuration = new Dictionary<string, string?> { ["RateLimit:RulesFile"] = folder["rules.yaml"] },
            });
            return await CaseReport.RunAsync(Runtimes.StartNode("envoy-ratelimit.mjs", platform["ratelimit"].Address.Authority));
        }
    }
}
