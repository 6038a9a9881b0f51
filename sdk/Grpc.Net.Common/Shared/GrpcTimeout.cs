using System.Globalization;

namespace Grpc.Shared;

/// <summary>The codec of <c>grpc-timeout</c>: at most eight digits and a unit, such as <c>250m</c>.</summary>
internal static class GrpcTimeout
{
    private const int MaxDigits = 8;
    private const long MaxValue = 99_999_999;

    private static readonly (char Name, long Ticks)[] Units =
    [
        ('u', TimeSpan.TicksPerMicrosecond),
        ('m', TimeSpan.TicksPerMillisecond),
        ('S', TimeSpan.TicksPerSecond),
        ('M', TimeSpan.TicksPerMinute),
        ('H', TimeSpan.TicksPerHour),
    ];

    /// <summary>
    /// The finest unit whose number still has eight digits, rounded up: the server must not give up before the client does. What is
    /// over already becomes the shortest timeout there is.
    /// </summary>
    public static string Format(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            return "1n";
        }

        if (timeout.Ticks <= MaxValue / TimeSpan.NanosecondsPerTick)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{timeout.Ticks * TimeSpan.NanosecondsPerTick}n");
        }

        foreach (var (name, ticks) in Units)
        {
            var value = (timeout.Ticks - 1) / ticks + 1;
            if (value <= MaxValue)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value}{name}");
            }
        }

        return "99999999H";
    }

    /// <summary>Reads a timeout; false when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > MaxDigits + 1
            || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        var unit = text[^1];
        if (unit == 'n')
        {
            timeout = new TimeSpan((value + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick);
            return true;
        }

        foreach (var (name, ticks) in Units)
        {
            if (name == unit)
            {
                timeout = new TimeSpan(value * ticks);
                return true;
            }
        }

        return false;
    }
}
