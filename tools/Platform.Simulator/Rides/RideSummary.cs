using System.Globalization;
using Spectre.Console;

namespace Platform.Simulator.Rides;

/// <summary>The figures on the console.</summary>
internal static class RideSummary
{
    /// <summary>Writes them, one to a line.</summary>
    public static void Write(RideFigures figures, IReadOnlyList<string> differences, IReadOnlyCollection<string> kills)
    {
        foreach (var line in Lines(figures, differences, kills))
        {
            AnsiConsole.Profile.Out.Writer.WriteLine(line);
        }
    }

    /// <summary>The figures, one to a line.</summary>
    public static IEnumerable<string> Lines(RideFigures figures, IReadOnlyList<string> differences, IReadOnlyCollection<string> kills)
    {
        yield return Invariant($"match rate: {figures.MatchRate * 100:F1} %");
        yield return Invariant($"time to match: p50 {figures.Percentile(0.5).TotalSeconds:F2} s, p99 {figures.Percentile(0.99).TotalSeconds:F2} s, without what drivers think about it");
        yield return "rides: " + string.Join(", ", figures.Ends.Select(end => Invariant($"{end.Count} {end.End}")));
        yield return "money: " + string.Join(", ", figures.Revenue);
        yield return Invariant($"time: {figures.Time.TotalSeconds:F0} s");
        if (kills.Count > 0)
        {
            yield return "killed: " + string.Join(", ", kills.CountBy(kill => kill).Select(kill => Invariant($"{kill.Value} × {kill.Key}")));
        }

        foreach (var (failure, count) in figures.Failures)
        {
            yield return Invariant($"failed calls: {count} × {failure}");
        }

        yield return differences.Count == 0 ? "books: all agree" : Invariant($"books: {differences.Count} differences");
        foreach (var difference in differences)
        {
            yield return "  " + difference;
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
