using Platform.Capacity.Model;
using Spectre.Console;

namespace Platform.Capacity.Output;

/// <summary>Tables for people.</summary>
internal static class TableOutput
{
    /// <summary>Writes one system.</summary>
    public static void Write(IAnsiConsole console, Report report)
    {
        console.WriteLine();
        console.WriteLine($"{report.Title} ({report.System})");
        var given = Table("assumed", "value", "why");
        foreach (var each in report.Given)
        {
            given.AddRow(Cell(Spoken(each.Name)), Cell(each.Text), Cell(each.IsOverridden ? "set by you" : each.Why));
        }

        console.Write(given);
        foreach (var section in report.Sections)
        {
            console.Write(Figures(section, report));
        }

        foreach (var claim in report.Claims)
        {
            console.WriteLine($"{(claim.IsWrong ? "WRONG" : "right")}  {claim.What}: {claim.Line}");
            console.WriteLine($"       {claim.Source}{(claim.Note.Length > 0 ? ": " + claim.Note : "")}");
        }
    }

    private static Table Figures(Section section, Report report)
    {
        var table = Table(section.Name, "value", "formula");
        table.Columns[1].RightAligned();
        foreach (var figure in section.Figures)
        {
            table.AddRow(Cell(Spoken(figure.Name)), Cell(figure.Value.ToString()), Cell(figure.Formula));
        }

        if (section.Name == "cost")
        {
            table.AddRow(Cell("together"), Cell(report.Monthly.ToString()), Cell(""));
        }

        return table;
    }

    private static Table Table(params string[] columns) => new Table().Border(TableBorder.Simple).AddColumns(columns);

    private static Text Cell(string text) => new(text);

    private static string Spoken(string name) => name.Replace('_', ' ');
}
