using System.Globalization;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Platform.Gateway.Transcoding.Json;

/// <summary>Writes points in time as RFC 3339 in UTC and durations as seconds, with 0, 3, 6 or 9 decimals, whichever say all.</summary>
internal static class TimeWriters
{
    private const int MaxLength = 40;
    private const int MaxNanos = 999_999_999;
    private const long MinTimestamp = -62_135_596_800; // 0001-01-01T00:00:00Z
    private const long MaxTimestamp = 253_402_300_799; // 9999-12-31T23:59:59Z

    /// <exception cref="InvalidOperationException">It is not between the years 1 and 9999.</exception>
    public static void Write(Utf8JsonWriter json, Timestamp value)
    {
        var (seconds, nanos) = (value.Seconds, value.Nanos);
        if (seconds is < MinTimestamp or > MaxTimestamp || nanos is < 0 or > MaxNanos)
        {
            throw new InvalidOperationException("A timestamp is out of range.");
        }
        Span<byte> text = stackalloc byte[MaxLength];
        DateTime.UnixEpoch.AddTicks(seconds * TimeSpan.TicksPerSecond).TryFormat(text, out var length, "s", CultureInfo.InvariantCulture);
        length += WriteFraction(text[length..], nanos);
        text[length++] = (byte)'Z';
        json.WriteStringValue(text[..length]);
    }

    /// <exception cref="InvalidOperationException">It is longer than 10,000 years, or its parts have different signs.</exception>
    public static void Write(Utf8JsonWriter json, Duration value)
    {
        var (seconds, nanos) = (value.Seconds, value.Nanos);
        if (seconds is < Duration.MinSeconds or > Duration.MaxSeconds || nanos is < -MaxNanos or > MaxNanos || Math.Sign(seconds) * Math.Sign(nanos) < 0)
        {
            throw new InvalidOperationException("A duration is out of range.");
        }
        Span<byte> text = stackalloc byte[MaxLength];
        var length = 0;
        // Zero has no sign of its own.
        if (seconds == 0 && nanos < 0) text[length++] = (byte)'-';
        seconds.TryFormat(text[length..], out var digits, default, CultureInfo.InvariantCulture);
        length += digits;
        length += WriteFraction(text[length..], Math.Abs(nanos));
        text[length++] = (byte)'s';
        json.WriteStringValue(text[..length]);
    }

    private static int WriteFraction(Span<byte> text, int nanos)
    {
        if (nanos == 0) return 0;
        text[0] = (byte)'.';
        var (value, format) = nanos % 1_000_000 == 0 ? (nanos / 1_000_000, "D3") : nanos % 1000 == 0 ? (nanos / 1000, "D6") : (nanos, "D9");
        value.TryFormat(text[1..], out var digits, format, CultureInfo.InvariantCulture);
        return digits + 1;
    }
}
