using System.Diagnostics;
using System.Text.Json.Nodes;
using Platform.Testing;

namespace Dapr.Tests.Sdk;

/// <summary>The switch between the stand-ins of sdk/ and the official packages (Directory.Build.targets).</summary>
public sealed class SdkSwitchTests
{
    [Theory]
    [InlineData("services/Shortener/Shortener.csproj")]
    [InlineData("services/Gateway/Gateway.csproj")]
    [InlineData("building-blocks/Platform.Hosting/Platform.Hosting.csproj")]
    [InlineData("building-blocks/Platform.State/Platform.State.csproj")]
    [InlineData("building-blocks/Platform.Messaging/Platform.Messaging.csproj")]
    [InlineData("building-blocks/Platform.Blobs/Platform.Blobs.csproj")]
    [InlineData("protos/Platform.Protos/Platform.Protos.csproj")]
    public async Task DaprSdk_EitherValue_DecidesAboutEveryOfficialPackage(string project)
    {
        var nuget = await EvaluateAsync(project, "NuGet");
        var inRepo = await EvaluateAsync(project, "InRepo");

        var official = Identities(nuget, "OfficialPackage");
        Identities(nuget, "PackageReference").Intersect(official).ShouldBe(official, ignoreOrder: true);
        SdkProjects(nuget).ShouldBeEmpty();
        SdkProjects(inRepo).ShouldBe(official, ignoreOrder: true);
        Identities(inRepo, "PackageReference").Intersect(official).ShouldBeEmpty();
    }

    [Fact]
    public async Task DaprSdk_OfficialPackages_HaveCentralVersions()
    {
        var items = await EvaluateAsync("building-blocks/Platform.Hosting/Platform.Hosting.csproj", "NuGet");

        Identities(items, "OfficialPackage").ShouldNotBeEmpty();
        Identities(items, "PackageVersion").ShouldBeSupersetOf(Identities(items, "OfficialPackage"));
    }

    private static string[] Identities(JsonNode items, string type) =>
        [.. items[type]!.AsArray().Select(item => item!["Identity"]!.GetValue<string>())];

    private static string[] SdkProjects(JsonNode items) =>
        [.. Identities(items, "ProjectReference").Where(path => path.Contains("/sdk/", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension)!];

    private static async Task<JsonNode> EvaluateAsync(string project, string sdk)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "msbuild", Path.Combine(Repository.Root, project), "-nodeReuse:false", $"-p:DaprSdk={sdk}",
                "-getItem:PackageReference,ProjectReference,PackageVersion,OfficialPackage",
            },
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, output);
        return JsonNode.Parse(output)!["Items"]!;
    }
}
