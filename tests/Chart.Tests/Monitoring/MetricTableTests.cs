using System.Text.RegularExpressions;
using Platform.Testing;

namespace Chart.Tests.Monitoring;

/// <summary>docs/metrics.md has what the code measures, and nothing else.</summary>
public sealed partial class MetricTableTests
{
    [Fact]
    public void Table_OfServices_IsWhatTheCodeCreates()
    {
        var created = Sources("building-blocks", "services").SelectMany(Created).ToList();

        created.Count.ShouldBeGreaterThan(10);
        created.ShouldBe(MetricTable.Services, ignoreOrder: true);
    }

    [Fact]
    public void Table_OfLocalDapr_IsWhatItWrites()
    {
        var written = Sources("localdapr").SelectMany(source => Written().Matches(source))
            .Select(match => (match.Groups["name"].Value, match.Groups["type"].Value)).ToList();

        written.Count.ShouldBeGreaterThan(5);
        written.ShouldBe(MetricTable.LocalDapr, ignoreOrder: true);
    }

    private static IEnumerable<string> Sources(params IEnumerable<string> folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(File.ReadAllText);

    private static IEnumerable<ListedMetric> Created(string source) => Instrument().Matches(source).Select(match =>
    {
        var constant = match.Groups["constant"].Value;
        var name = constant.Length == 0 ? match.Groups["name"].Value : ValueOf(constant, source);
        var type = match.Groups["type"].Value switch
        {
            "Histogram" => "histogram",
            "Counter" => "counter",
            "ObservableUpDownCounter" or "UpDownCounter" => "up-down counter",
            var other => other,
        };
        return new ListedMetric(name, type, match.Groups["unit"].Value);
    });

    private static string ValueOf(string constant, string source)
    {
        var declaration = $"const string {constant} = \"";
        var start = source.IndexOf(declaration, StringComparison.Ordinal) + declaration.Length;
        return source[start..source.IndexOf('"', start)];
    }

    [GeneratedRegex(
        """\.Create(?<type>\w+)(<\w+>)?\(\s*("(?<name>[^"]+)"|(?<constant>[A-Z]\w*)),\s*(\(\) => [\w.]+,\s*)?"(?<unit>[^"]*)",""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Instrument();

    [GeneratedRegex(""""
        "(?<name>localdapr_\w+)", "(?<type>\w+)"
        """", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Written();
}
