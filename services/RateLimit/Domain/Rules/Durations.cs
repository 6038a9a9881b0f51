using System.Globalization;

namespace Platform.RateLimit.Domain.Rules;

/// <summary>Reads durations: a number with <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>, or <c>second</c>, <c>minute</c>, <c>hour</c>.</summary>
internal static class Durations
{
    private static readonly (string Unit, long Microseconds)[] Units =
    [
        ("ms", 1000),
        ("s", 1_000_000),
        ("m", 60_000_000),
        ("h", 3_600_000_000),
        ("d", 86_400_000_000),
    ];

    /// <summary>The duration in microseconds; null for what is none.</summary>
    public static long? TryRead(string text)
    {
        switch (text)
        {
            case "second": return 1_000_000;
            case "minute": return 60_000_000;
            case "hour": return 3_600_000_000;
        }

        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var unit = Array.Find(Units, unit => unit.Unit == text[digits..]);
        return unit.Unit is not null && long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1_000_000_000
            ? (long)Int128.Min((Int128)count * unit.Microseconds, long.MaxValue)
            : null;
    }
}
