using System.Globalization;

namespace LocalDapr.Runtime.Bindings.Inputs;

/// <summary>One field of a cron schedule: the set of values that match.</summary>
internal readonly record struct CronField(ulong Bits, bool IsStar)
{
    public bool Matches(int value) => (Bits >> value & 1) != 0;

    /// <summary>Reads a comma-separated list of <c>*</c>, <c>?</c>, values, ranges and steps.</summary>
    /// <param name="text">The field.</param>
    /// <param name="least">The smallest value.</param>
    /// <param name="most">The greatest value.</param>
    /// <param name="names">Names of the values from <paramref name="least"/> on, in capitals.</param>
    /// <exception cref="FormatException">The text is no such field.</exception>
    public static CronField Parse(string text, int least, int most, params ReadOnlySpan<string> names)
    {
        var bits = 0UL;
        var isStar = false;
        foreach (var part in text.Split(','))
        {
            var (range, step) = part.Split('/') switch
            {
                [var single] => (single, 1),
                [var all, var every] when int.TryParse(every, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => (all, number),
                _ => throw new FormatException($"'{part}' is not a value, range or step"),
            };
            var isAll = range is "*" or "?";
            var ends = isAll ? [] : range.Split('-');
            var first = isAll ? least : ValueOf(ends[0], least, most, names);
            var last = isAll || (ends.Length == 1 && part.Contains('/', StringComparison.Ordinal)) ? most
                : ends.Length <= 2 ? ValueOf(ends[^1], least, most, names)
                : throw new FormatException($"'{range}' is not a range");
            if (first > last)
                throw new FormatException($"'{range}' ends before it begins");
            isStar |= isAll && step == 1;
            for (var value = first; value <= last; value += step)
                bits |= 1UL << value;
        }

        return new CronField(bits, isStar);
    }

    private static int ValueOf(string text, int least, int most, ReadOnlySpan<string> names)
    {
        var named = names.IndexOf(text.ToUpperInvariant());
        if (named >= 0)
            return least + named;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new FormatException($"'{text}' is not from {least} to {most}");
    }
}
