using System.Diagnostics;
using System.Text.RegularExpressions;
using Platform.Testing;

namespace Platform.EndToEnd;

/// <summary>The examples of the README work as pasted.</summary>
[Collection(nameof(PlatformTests))]
public sealed partial class ReadmeTests(PlatformFixture fixture)
{
    [Fact]
    public async Task Readme_CurlExamples_WorkAsPasted()
    {
        fixture.Platform.Output.ShouldContain("ready:");
        var blocks = CurlBlock().Matches(await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "README.md"), TestContext.Current.CancellationToken));
        blocks.ShouldNotBeEmpty();

        foreach (Match block in blocks)
        {
            var (exitCode, output) = await RunAsync(block.Groups["commands"].Value);

            exitCode.ShouldBe(0, output);
            output.ShouldNotContain("application/problem+json");
            output.ShouldNotContain("\"status\":");
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string commands)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", commands])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = shell.StandardOutput.ReadToEndAsync();
        var errors = shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (shell.ExitCode, await output + await errors);
    }

    // Fenced shell blocks whose first command is curl.
    [GeneratedRegex(@"^```sh\n(?<commands>curl .*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CurlBlock();
}
