using System.Globalization;

namespace LocalDapr.Runtime.Resiliency.Specification;

/// <summary>Status codes as retry conditions list them: <c>429,500-599</c>.</summary>
internal sealed class CodeRanges
{
    private readonly List<(int First, int Last)> _ranges;

    private CodeRanges(List<(int First, int Last)> ranges) => _ranges = ranges;

    public bool Contains(int code) => _ranges.Exists(range => range.First <= code && code <= range.Last);

    /// <summary>Reads a list.</summary>
    /// <param name="text">Codes and ranges of codes, with commas between them.</param>
    /// <param name="first">The lowest code that there is.</param>
    /// <param name="last">The highest code that there is.</param>
    /// <param name="ranges">The codes; null for an empty list, which means all codes.</param>
    public static bool TryParse(string text, int first, int last, out CodeRanges? ranges)
    {
        var parsed = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Range).ToList();
        ranges = parsed.Count == 0 ? null : new CodeRanges(parsed);
        return parsed.TrueForAll(range => first <= range.First && range.First <= range.Last && range.Last <= last);
    }

    /// <summary>A range that nothing is in stands for what is no range.</summary>
    private static (int First, int Last) Range(string text)
    {
        var ends = text.Split('-', 2);
        return int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? (first, last)
            : (-1, -1);
    }
}
