using System.Globalization;
using LocalDapr.Runtime.Components;

namespace LocalDapr.Runtime.Actors.Schedules;

/// <summary>Instants of timers and reminders as callers write them.</summary>
internal static class FiringTime
{
    /// <summary>
    /// Reads an instant: RFC 3339, or a duration from <paramref name="start"/> in Go's notation (<c>1h30m</c>) or ISO 8601 (<c>PT5S</c>).
    /// </summary>
    /// <exception cref="FormatException">The text is neither, or out of range.</exception>
    public static DateTimeOffset Parse(string text, DateTimeOffset start)
    {
        try
        {
            if (text.StartsWith('P'))
                return FiringPeriod.Parse(text).After(start);
            if (TryParseGo(text, out var duration))
                return start + duration;
        }
        catch (ArgumentOutOfRangeException failure)
        {
            throw new FormatException($"'{text}' is too far away", failure);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && text.Contains('T', StringComparison.Ordinal)
            ? instant.ToUniversalTime()
            : throw new FormatException($"'{text}' is neither a duration nor a time");
    }

    /// <summary>Reads a duration as Go's time package does: a number needs its unit.</summary>
    public static bool TryParseGo(string text, out TimeSpan duration) =>
        GoDuration.TryParse(text, out duration) && (text == "0" || !char.IsAsciiDigit(text[^1]));
}
