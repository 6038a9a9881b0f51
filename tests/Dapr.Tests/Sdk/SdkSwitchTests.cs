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
    public async Task NuGet_ServiceWithAllItReferences_BuildsNothingOfSdk(string service)
    {
        var pending = new Queue<string>([Path.Combine(Repository.Root, service)]);
        var seen = new HashSet<string>();
        var packages = new List<string>();
        while (pending.TryDequeue(out var project))
        {
            var items = await EvaluateAsync(project, "NuGet");
            var official = Identities(items, "OfficialPackage");
            official.ShouldBeSubsetOf(Identities(items, "PackageReference"), project);
            official.ShouldBeSubsetOf(Identities(items, "PackageVersion"), project);
            packages.AddRange(official);
            Paths(items).Where(seen.Add).ToList().ForEach(pending.Enqueue);
        }

        seen.ShouldNotBeEmpty();
        seen.Where(IsSdk).ShouldBeEmpty();
        packages.ShouldContain("Dapr.Client");
    }

    [Fact]
    public async Task InRepo_OfficialPackages_AreProjectsOfSdk()
    {
        var items = await EvaluateAsync(Path.Combine(Repository.Root, "building-blocks/Platform.Hosting/Platform.Hosting.csproj"), "InRepo");

        var official = Identities(items, "OfficialPackage");
        official.ShouldNotBeEmpty();
        Paths(items).Where(IsSdk).Select(Path.GetFileNameWithoutExtension).ShouldBe(official, ignoreOrder: true);
        Identities(items, "PackageReference").Intersect(official).ShouldBeEmpty();
    }

    private static bool IsSdk(string project) => project.StartsWith(Path.Combine(Repository.Root, "sdk") + "/", StringComparison.Ordinal);

    private static IEnumerable<string> Paths(JsonNode items) =>
        items["ProjectReference"]!.AsArray().Select(item => Path.GetFullPath(item!["FullPath"]!.GetValue<string>()));

    private static string[] Identities(JsonNode items, string type) =>
        [.. items[type]!.AsArray().Select(item => item!["Identity"]!.GetValue<string>())];

    private static async Task<JsonNode> EvaluateAsync(string project, string sdk)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "msbuild", project, "-nodeReuse:false", $"-p:DaprSdk={sdk}",
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
