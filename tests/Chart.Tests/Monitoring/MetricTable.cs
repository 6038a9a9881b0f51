using System.Text.RegularExpressions;
using Platform.Testing;

namespace Chart.Tests.Monitoring;

/// <summary>A metric of the services, as docs/metrics.md has it.</summary>
/// <param name="Name">Its name in OpenTelemetry.</param>
/// <param name="Type">Its type.</param>
/// <param name="Unit">Its unit.</param>
internal sealed record ListedMetric(string Name, string Type, string Unit)
{
    /// <summary>Its names in Prometheus, by the rules of OpenTelemetry's specification for them.</summary>
    public IEnumerable<string> PrometheusNames
    {
        get
        {
            var unit = Unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
            var name = Name.Replace('.', '_') + unit;
            return Type switch
            {
                "histogram" => [name + "_bucket", name + "_sum", name + "_count"],
                "counter" => [name + "_total"],
                _ => [name],
            };
        }
    }
}

/// <summary>The tables of docs/metrics.md.</summary>
internal static partial class MetricTable
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "metrics.md"));

    /// <summary>The platform's own metrics.</summary>
    public static IReadOnlyList<ListedMetric> Services { get; } = [.. Rows("## Of the services").Where(IsOwn).Select(Read)];

    /// <summary>Those of .NET that are used.</summary>
    public static IReadOnlyList<ListedMetric> Runtime { get; } = [.. Rows("## Of the services").Where(row => !IsOwn(row)).Select(Read)];

    /// <summary>Those of localdapr, by name; with their types.</summary>
    public static IReadOnlyList<(string Name, string Type)> LocalDapr { get; } = [.. Rows("## Of localdapr").Select(row => (row[0], row[1]))];

    /// <summary>The names of those of a cluster.</summary>
    public static IReadOnlyList<string> Cluster { get; } = [.. Rows("## Of a cluster").Select(row => row[0])];

    /// <summary>All that a Prometheus of the platform has.</summary>
    public static IReadOnlySet<string> PrometheusNames { get; } =
        Services.Concat(Runtime).SelectMany(metric => metric.PrometheusNames).Concat(Cluster).ToHashSet();

    // The second table of the section has no column for attributes.
    private static bool IsOwn(string[] row) => row.Length == 5;

    private static ListedMetric Read(string[] row) => new(row[0], row[1], row[2]);

    /// <summary>The cells of the rows of a section whose first cell is code, without the marks of code.</summary>
    private static IEnumerable<string[]> Rows(string section) => Lines
        .SkipWhile(line => line != section).Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split('|').Select(cell => Code().Replace(cell.Trim(), "${text}")).ToArray());

    [GeneratedRegex("^`(?<text>[^`]*)`$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
