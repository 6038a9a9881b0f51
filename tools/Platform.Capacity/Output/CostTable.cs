using Platform.Capacity.Model;

namespace Platform.Capacity.Output;

/// <summary>What each system costs a month, as the Markdown table of docs/operations.md.</summary>
internal static class CostTable
{
    /// <summary>The table's lines, one system each, with its three largest items.</summary>
    public static IEnumerable<string> Lines(IEnumerable<Report> reports) =>
    [
        "| System | A month | The most of it |",
        "|---|---:|---|",
        .. reports.Select(report => $"| [{report.System}](capacity/{report.System}.yaml): {report.Title} | {report.Monthly} | {Largest(report)} |"),
    ];

    private static string Largest(Report report) => string.Join(
        ", ",
        report.Sections.Where(section => section.Name == "cost").SelectMany(section => section.Figures)
            .OrderByDescending(figure => figure.Value.Quantity.Value)
            .Take(3)
            .Select(figure => $"{figure.Name.Replace('_', ' ')} {figure.Value.Quantity.Value / report.Monthly.Quantity.Value:P0}"));
}
