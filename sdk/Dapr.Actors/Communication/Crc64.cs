namespace Dapr.Actors.Communication;

/// <summary>CRC-64 of ECMA-182 with all bits set at the start and inverted at the end (CRC-64/WE), which Dapr derives method ids from.</summary>
internal static class Crc64
{
    private const ulong Polynomial = 0x42F0E1EBA9EA3693;

    public static ulong Compute(ReadOnlySpan<byte> data)
    {
        var crc = ulong.MaxValue;
        foreach (var value in data)
        {
            crc ^= (ulong)value << 56;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 63) == 0 ? crc << 1 : (crc << 1) ^ Polynomial;
        }

        return ~crc;
    }
}
