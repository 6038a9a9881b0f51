using Platform.Capacity.Model;

namespace Platform.Capacity.Tests.Model;

public sealed class CalculatorTests
{
    private const string Prices = """
        price_disk: { value: 0.1 USD/GB/month, source: a list, date: "2025" }
        """;

    private const string Small = """
        title: Small
        assumptions:
          files: { value: 1000/day, why: a guess }
        storage:
          kept: files * 1 year * 1 MB in GB
        cost:
          disk: kept * price_disk in USD/month
        claims:
          - { what: files a year, source: a book, claimed: 370 thousand, formula: 1000/day * 1 year, verdict: right }
          - { what: files a week, source: a book, claimed: 700 thousand, formula: 1000/day * 1 week, verdict: wrong }
        """;

    [Fact]
    public void Compute_System_GivesFiguresAndCost()
    {
        var report = Compute(Small);

        report.Sections.Single(section => section.Name == "storage").Figures.Single().Value.ToString().ShouldBe("365 GB");
        report.Monthly.ToString().ShouldBe("36.5 USD/month");
        report.Given.Select(given => given.Name).ShouldBe(["files", "price_disk"], "what is assumed, and the prices that are used");
    }

    [Fact]
    public void Compute_Claims_SaysWhichAreOff()
    {
        var report = Compute(Small);

        report.Claims.Select(claim => claim.Line).ShouldBe(
        [
            "claimed 370 thousand, computed 365 thousand: right",
            "claimed 700 thousand, computed 7 thousand: off by a factor of 100",
        ]);
        report.Claims.ShouldAllBe(claim => claim.IsAsSaid);
    }

    [Fact]
    public void Compute_Setting_ReplacesAssumptionOrPrice()
    {
        var report = Compute(Small, "files=2 thousand/day", "price_disk=0.2 USD/GB/month");

        report.Monthly.ToString().ShouldBe("146 USD/month");
        report.Given.ShouldAllBe(given => given.IsOverridden);
    }

    [Theory]
    [InlineData("files", "--set files: must be name=value")]
    [InlineData("nothing=1", "--set nothing: nothing of that name is assumed: there are price_disk, files")]
    [InlineData("files=10 GB", "--set files=10 GB: s^-1 and B cannot be added or compared")]
    [InlineData("files=lots", "--set files=lots: 'lots' is neither a unit nor defined above")]
    public void Compute_BadSetting_SaysWhatIsWrong(string setting, string problem) =>
        Should.Throw<CapacityException>(() => Compute(Small, setting)).Message.ShouldBe(problem);

    [Theory]
    [InlineData("kept: files * 1 year * 1 MB in GB", "kept: filez * 1 year * 1 MB in GB", "small.yaml:5: 'filez * 1 year * 1 MB in GB': 'filez' is neither a unit nor defined above")]
    [InlineData("kept: files * 1 year * 1 MB in GB", "kept: files * 1 year * 1 MB", "small.yaml:5: kept counts B: end the formula with the unit to show, such as 'in TB'")]
    [InlineData("kept: files", "files: files", "small.yaml:5: files is already the name of something else")]
    [InlineData("  kept: files", "  GB: files", "small.yaml:5: GB is already the name of something else")]
    [InlineData("disk: kept * price_disk in USD/month", "disk: kept in GB", "small.yaml:7: disk must be money over time, such as USD/month, not B")]
    [InlineData("cost:", "costs:", "small.yaml:7: file cannot have costs: it has title, assumptions, traffic, storage, bandwidth, memory, machines, cost, claims")]
    [InlineData("why: a guess", "because: a guess", "small.yaml:3: files cannot have because: it has value, why")]
    [InlineData("title: Small", "titel: Small", "small.yaml:1: file cannot have titel: it has title, assumptions, traffic, storage, bandwidth, memory, machines, cost, claims")]
    [InlineData("claimed: 370 thousand", "claimed: 370 GB", "small.yaml:9: the formula counts a plain number, the claim B")]
    [InlineData("kept: files *", "kept: 5/day *", "small.yaml:3: files is assumed and nothing uses it")]
    [InlineData("verdict: right", "verdict: good", "small.yaml:9: verdict must be right or wrong, not 'good'")]
    [InlineData("files: { value: 1000/day", "files: { value: [1, 2]", "small.yaml:3: value must be a text")]
    public void Compute_BadFile_NamesFileAndLine(string good, string bad, string problem)
    {
        Small.ShouldContain(good);

        Should.Throw<CapacityException>(() => Compute(Small.Replace(good, bad, StringComparison.Ordinal))).Message.ShouldBe(problem);
    }

    [Fact]
    public void Parse_NoYaml_NamesFileAndLine() =>
        Should.Throw<CapacityException>(() => YamlFile.Parse("small.yaml", "title: [")).Message.ShouldStartWith("small.yaml:2: ");

    private static Report Compute(string file, params string[] settings) =>
        Calculator.Compute("small", YamlFile.Parse("small.yaml", file), YamlFile.Parse("prices.yaml", Prices), new Overrides(settings));
}
