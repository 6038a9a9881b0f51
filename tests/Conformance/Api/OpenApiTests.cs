using Conformance.Peers;

namespace Conformance.Api;

/// <summary>A validator that nobody here wrote reads the gateway's OpenAPI document.</summary>
public sealed class OpenApiTests(ServicesFixture services) : IClassFixture<ServicesFixture>
{
    private static Task<CaseReport>? _report;

    [Theory]
    [InlineData("schema")]
    [InlineData("version")]
    [InlineData("references")]
    [InlineData("operation-ids")]
    [InlineData("descriptions")]
    [InlineData("path-parameters")]
    public async Task Document_Case_Passes(string name) => (await ValidateAsync()).ShouldHavePassed(name);

    private Task<CaseReport> ValidateAsync() =>
        _report ??= CaseReport.RunAsync(Runtimes.StartNode("openapi-validate.mjs", new Uri(services.PublicAddress, "/openapi.json").AbsoluteUri));
}
