using System.Text.Json;
using Conformance.Peers;
using Platform.Testing;

namespace Conformance.Api;

/// <summary>Buf reads our protos, and calls a running service by nothing but its reflection.</summary>
public sealed class BufTests(ServicesFixture services) : IClassFixture<ServicesFixture>
{
    private const string Service = "platform.shortener.v1.ShortenerService";

    [Fact]
    public async Task Lint_OurProtos_FindsNothing()
    {
        var (exitCode, output) = await RunAsync("lint", Path.Combine(Repository.Root, "protos"));

        output.ShouldBeEmpty();
        exitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("grpc-v1")]
    [InlineData("grpc-v1alpha")]
    public async Task Curl_ListMethods_NamesThemAll(string reflection)
    {
        var (exitCode, output) = await CurlAsync("", "--list-methods", "--reflect-protocol", reflection);

        exitCode.ShouldBe(0, output);
        var methods = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        methods.Where(method => method.StartsWith(Service, StringComparison.Ordinal)).Select(method => method[(Service.Length + 1)..]).ShouldBe(
            ["CreateLink", "DeleteLink", "GetLink", "GetLinkQrCode", "GetLinkStats", "ListLinks", "ResolveLink", "UndeleteLink", "UpdateLink"],
            ignoreOrder: true);
        methods.ShouldContain("grpc.health.v1.Health/Check");
    }

    [Fact]
    public async Task Curl_Call_IsAnswered()
    {
        var (exitCode, output) = await CurlAsync($"/{Service}/CreateLink", "--data", """{"longUrl":"https://example.com/buf","ttl":"3600s"}""");

        exitCode.ShouldBe(0, output);
        JsonDocument.Parse(output).RootElement.GetProperty("longUrl").GetString().ShouldBe("https://example.com/buf");
    }

    [Fact]
    public async Task Curl_CallWithABadField_TellsItsDetails()
    {
        var (exitCode, output) = await CurlAsync($"/{Service}/CreateLink", "--data", """{"longUrl":"javascript:alert(1)"}""");

        exitCode.ShouldNotBe(0);
        output.ShouldContain("invalid_argument");
        output.ShouldContain("long_url");
    }

    private Task<(int ExitCode, string Output)> CurlAsync(string path, params string[] options) =>
        RunAsync(["curl", "--protocol", "grpc", "--http2-prior-knowledge", .. options, services.ShortenerAddress.GetLeftPart(UriPartial.Authority) + path]);

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var buf = Runtimes.StartBuf(arguments);
        var exitCode = await buf.WaitForExitAsync();
        return (exitCode, buf.Output.Trim());
    }
}
