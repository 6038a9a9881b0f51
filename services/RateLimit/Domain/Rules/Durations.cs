using System.Globalization;

namespace Platform.RateLimit.Domain.Rules;

/// <summary>Reads durations: <c>90s</c>, <c>15m</c>, <c>h</c>, <c>minute</c>; the units are ms, s, m, h and d, a day of 24 hours.</summary>
internal static class Durations
{
    private const long MaxCount = 1_000_000_000;

    private static readonly (string Unit, string Word, long Microseconds)[] Units =
    [
        ("ms", "millisecond", 1000),
        ("s", "second", 1_000_000),
        ("m", "minute", 60_000_000),
        ("h", "hour", 3_600_000_000),
        ("d", "", 86_400_000_000),
    ];

    /// <summary>The duration in microseconds; null for what is none.</summary>
    public static long? TryRead(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var length = Array.Find(Units, unit => unit.Unit == text[digits..] || (unit.Word == text && digits == 0)).Microseconds;
        var count = 1L;
        var isRead = digits == 0 || long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out count);
        return isRead && length > 0 && count is > 0 and <= MaxCount ? (long)Int128.Min((Int128)count * length, long.MaxValue) : null;
    }
}
