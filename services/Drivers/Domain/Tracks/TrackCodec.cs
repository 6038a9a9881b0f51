using Platform.Drivers.Domain.Locations;
using Platform.Geography;

namespace Platform.Drivers.Domain.Tracks;

/// <summary>
/// Positions in few bytes: differences to the one before as variable-length integers with the sign in the lowest bit, as in protocol buffers. Times are milliseconds,
/// coordinates a millionth of a degree (11 cm), headings degrees, speeds a tenth of a metre a second. About 10 bytes a position.
/// </summary>
public static class TrackCodec
{
    private const double CoordinateUnits = 1e6;
    private const double SpeedUnits = 10;
    private const int Fields = 5;
    private const int MaxShift = 63;

    /// <summary>Writes positions.</summary>
    public static byte[] Encode(IEnumerable<Fix> fixes)
    {
        using var bytes = new MemoryStream();
        var before = new long[Fields];
        foreach (var fix in fixes)
        {
            long[] now =
            [
                fix.Time.ToUnixTimeMilliseconds(),
                (long)Math.Round(fix.Point.Latitude * CoordinateUnits),
                (long)Math.Round(fix.Point.Longitude * CoordinateUnits),
                (long)Math.Round(fix.HeadingDegrees ?? 0),
                (long)Math.Round((fix.SpeedMps ?? 0) * SpeedUnits),
            ];
            for (var i = 0; i < Fields; i++)
            {
                Write(bytes, now[i] - before[i]);
            }

            before = now;
        }

        return bytes.ToArray();
    }

    /// <summary>Reads positions.</summary>
    /// <exception cref="InvalidDataException">They were not written by <see cref="Encode"/>.</exception>
    public static IReadOnlyList<Fix> Decode(ReadOnlySpan<byte> bytes)
    {
        var fixes = new List<Fix>();
        var now = new long[Fields];
        while (bytes.Length > 0)
        {
            for (var i = 0; i < Fields; i++)
            {
                now[i] += Read(ref bytes);
            }

            var point = new GeoPoint(now[1] / CoordinateUnits, now[2] / CoordinateUnits);
            fixes.Add(new Fix(point, DateTimeOffset.FromUnixTimeMilliseconds(now[0]), null, now[3], now[4] / SpeedUnits));
        }

        return fixes;
    }

    private static void Write(MemoryStream bytes, long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        for (; rest > 0x7F; rest >>= 7)
        {
            bytes.WriteByte((byte)(rest | 0x80));
        }

        bytes.WriteByte((byte)rest);
    }

    private static long Read(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var (shift, isLast) = (0, false); !isLast; shift += 7)
        {
            if (bytes.Length == 0 || shift > MaxShift)
            {
                throw new InvalidDataException("A track ends in the middle of a number.");
            }

            value |= (ulong)(bytes[0] & 0x7F) << shift;
            isLast = bytes[0] < 0x80;
            bytes = bytes[1..];
        }

        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
