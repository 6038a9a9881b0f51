using System.Buffers;
using System.Globalization;
using System.Xml;

namespace Dapr.Actors.Runtime;

/// <summary>The times of timers and reminders, and how the actors API writes them.</summary>
internal static class FiringTimes
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Stands for no period.</summary>
    public static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    /// <exception cref="ArgumentOutOfRangeException">A time is negative, or the end comes before the first firing.</exception>
    public static void Check(TimeSpan dueTime, TimeSpan period, TimeSpan? ttl)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Never);
        if (ttl is { } end)
            ArgumentOutOfRangeException.ThrowIfLessThan(end, dueTime, nameof(ttl));
    }

    /// <summary>Go's notation in whole milliseconds, such as <c>1h0m5s250ms</c>; empty for a negative time, which means never.</summary>
    public static string Write(TimeSpan time) => time < TimeSpan.Zero
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}h{time.Minutes}m{time.Seconds}s{time.Milliseconds}ms");

    /// <summary>A period; with repetitions in ISO 8601, such as <c>R5/PT1M</c>.</summary>
    public static string Write(TimeSpan period, int? repetitions) => repetitions is null
        ? Write(period)
        : string.Create(CultureInfo.InvariantCulture, $"R{repetitions}/{XmlConvert.ToString(period < TimeSpan.Zero ? TimeSpan.Zero : period)}");

    /// <summary>
    /// Reads what <see cref="Write(TimeSpan, int?)"/> and other SDKs write. What is missing or not a duration (<c>@hourly</c>, an instant)
    /// is <see cref="Never"/>.
    /// </summary>
    public static TimeSpan Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Never;
        if (text.StartsWith("@every ", StringComparison.Ordinal))
            text = text["@every ".Length..];
        if (text[0] == 'R')
            text = text[(text.IndexOf('/', StringComparison.Ordinal) + 1)..];
        try
        {
            return text.StartsWith('P') ? XmlConvert.ToTimeSpan(ReplaceWeeks(text)) : ReadGo(text);
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            return Never;
        }
    }

    // XML durations have no weeks.
    private static string ReplaceWeeks(string text) =>
        text.EndsWith('W') && int.TryParse(text.AsSpan(1..^1), CultureInfo.InvariantCulture, out var weeks) ? $"P{weeks * 7}D" : text;

    private static TimeSpan ReadGo(string text)
    {
        var total = TimeSpan.Zero;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            var number = double.Parse(digits < 0 ? rest : rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            rest = digits < 0 ? [] : rest[digits..];
            var next = rest.IndexOfAny(NumberCharacters);
            var unit = next < 0 ? rest : rest[..next];
            total += number * (unit switch
            {
                "h" => TimeSpan.FromHours(1),
                "m" => TimeSpan.FromMinutes(1),
                "s" => TimeSpan.FromSeconds(1),
                "ms" => TimeSpan.FromMilliseconds(1),
                "us" or "µs" => TimeSpan.FromMicroseconds(1),
                "ns" => TimeSpan.FromTicks(1) / 100,
                _ => throw new FormatException(),
            });
            rest = rest[unit.Length..];
        }

        return total;
    }
}
