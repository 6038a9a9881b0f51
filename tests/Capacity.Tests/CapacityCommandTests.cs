using System.Text.Json.Nodes;
using Platform.Capacity.Model;
using Platform.Testing;

namespace Platform.Capacity.Tests;

/// <summary>The command over the files of docs/capacity.</summary>
public sealed class CapacityCommandTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "capacity");

    public static TheoryData<string> Systems => [.. new CapacityFolder(Folder).Systems];

    [Theory]
    [MemberData(nameof(Systems))]
    public void Compute_EachFile_HasFiguresAndClaimsThatAreAsItSays(string system)
    {
        var report = new CapacityFolder(Folder).Compute(system, []);

        report.Claims.Where(claim => !claim.IsAsSaid).Select(claim => $"{claim.What}: {claim.Line}").ShouldBeEmpty();
        report.Claims.ShouldNotBeEmpty();
        report.Monthly.Quantity.Value.ShouldBeGreaterThan(0);
        report.Sections.Select(section => section.Name).ShouldBeSubsetOf(["traffic", "storage", "bandwidth", "memory", "machines", "cost"]);
        report.Sections.ShouldAllBe(section => section.Figures.All(figure => double.IsFinite(figure.Value.Number) && figure.Value.Number > 0));
    }

    [Fact]
    public void Systems_AreThoseOfThePlatform() => new CapacityFolder(Folder).Systems.ShouldBe(
        ["cache", "chat", "commerce", "delivery", "feed", "files", "notifications", "ratelimit", "rides", "search", "shortener", "video"]);

    [Fact]
    public void Run_System_PrintsTablesAndMarksWrongClaims()
    {
        var (code, output, errors) = Run(new CapacityOptions { System = "shortener" });

        code.ShouldBe(0, errors);
        output.ShouldContain("URL shortener (shortener)");
        output.ShouldContain("WRONG  storage of ten years: claimed 365 TB, computed 36.5 TB: off by a factor of 10");
        output.ShouldContain("right  creates per second: claimed 1,160/s, computed 1,157/s: right");
    }

    [Fact]
    public void Run_Json_IsJsonWithEveryValueAsNumberAndUnit()
    {
        var (_, output, _) = Run(new CapacityOptions { System = "shortener", Json = true, Settings = ["new_links=1 million/day"] });

        var report = JsonNode.Parse(output)!.AsArray().Single()!;
        var creates = report["sections"]!["traffic"]!.AsArray().First(figure => figure!["name"]!.GetValue<string>() == "creates")!;
        creates["value"]!.GetValue<double>().ShouldBe(1e6 / 86400, 1e-9);
        creates["unit"]!.GetValue<string>().ShouldBe("1/s");
        report["assumptions"]!.AsArray().Single(given => given!["name"]!.GetValue<string>() == "new_links")!["isOverridden"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Run_Costs_IsTheTableOfTheOperationsGuide()
    {
        var (code, output, errors) = Run(new CapacityOptions { Costs = true });

        code.ShouldBe(0, errors);
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md")).ShouldContain(output.Trim(), Case.Sensitive, "put the output of ./platform capacity --costs there");
    }

    [Fact]
    public void Run_UnknownSystem_NamesThoseThatThereAre()
    {
        var (code, _, errors) = Run(new CapacityOptions { System = "../secret" });

        code.ShouldBe(2);
        errors.ShouldContain("../secret: there is no such system: there are cache, chat");
    }

    [Fact]
    public void Run_ClaimThatIsNotAsTheFileSays_EndsWithOne()
    {
        using var folder = new TempFolder();
        File.Copy(Path.Combine(Folder, "prices.yaml"), folder["prices.yaml"]);
        File.WriteAllText(folder["shortener.yaml"], File.ReadAllText(Path.Combine(Folder, "shortener.yaml")).Replace("claimed: 1160/s", "claimed: 1560/s", StringComparison.Ordinal));

        var (code, _, errors) = Run(new CapacityOptions { System = "shortener", Folder = folder.Path });

        code.ShouldBe(1);
        errors.Trim().ShouldBe("shortener: the file says 'right' of creates per second: claimed 1,560/s, computed 1,157/s: off by 35 %");
    }

    private static (int Code, string Output, string Errors) Run(CapacityOptions options)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = CapacityCommand.Run(options.Folder == "docs/capacity" ? options with { Folder = Folder } : options, output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
