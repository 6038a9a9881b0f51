using System.Buffers;
using System.Globalization;

namespace LocalDapr.Runtime.Components;

/// <summary>Durations as Dapr's files and APIs write them: Go's notation, such as <c>500ms</c> or <c>1m30s</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration. A bare number counts milliseconds, as in Dapr's resiliency policies.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        var rest = text.AsSpan().Trim();
        var negative = rest.StartsWith("-");
        rest = rest.TrimStart("+-");
        if (rest.IsEmpty)
            return false;
        if (double.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            return TryCreate(negative, milliseconds * TimeSpan.TicksPerMillisecond, out duration);

        double ticks = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return false;
            rest = rest[digits..];
            var letters = rest.IndexOfAny(NumberCharacters);
            var unit = letters < 0 ? rest : rest[..letters];
            if (TicksOf(unit) is not { } ticksPerUnit)
                return false;
            ticks += number * ticksPerUnit;
            rest = rest[unit.Length..];
        }

        return TryCreate(negative, ticks, out duration);
    }

    /// <summary>Writes a duration the way Go prints it, in whole milliseconds: <c>1m30s</c>, <c>250ms</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(1))
            return $"{duration.TotalMilliseconds:0}ms";
        var hours = (int)duration.TotalHours;
        var seconds = (duration.Seconds + (duration.Milliseconds / 1000.0)).ToString("0.###", CultureInfo.InvariantCulture);
        return hours > 0 ? $"{hours}h{duration.Minutes}m{seconds}s" : duration.Minutes > 0 ? $"{duration.Minutes}m{seconds}s" : $"{seconds}s";
    }

    private static bool TryCreate(bool negative, double ticks, out TimeSpan duration)
    {
        duration = ticks < TimeSpan.MaxValue.Ticks ? TimeSpan.FromTicks((long)(negative ? -ticks : ticks)) : default;
        return ticks < TimeSpan.MaxValue.Ticks;
    }

    private static double? TicksOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => TimeSpan.TicksPerMicrosecond / 1000.0,
        "us" or "µs" => TimeSpan.TicksPerMicrosecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => null,
    };
}
