using System.Buffers.Binary;

namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>
/// The offsets that a consumer group has finished, as sorted ranges. Consumers finish nearly in order, so a million acknowledged
/// messages are one range, and each message that is still being retried adds one more. Not thread-safe.
/// </summary>
internal sealed class OffsetSet
{
    private const int EncodedRangeBytes = 2 * sizeof(long);

    private readonly List<(long From, long To)> _ranges = [];

    /// <summary>A set of all offsets below <paramref name="end"/>.</summary>
    public OffsetSet(long end = 0)
    {
        if (end > 0)
            _ranges.Add((0, end));
    }

    /// <summary>The first offset greater than all in the set.</summary>
    public long End => _ranges.Count == 0 ? 0 : _ranges[^1].To;

    /// <summary>The first offset that is not in the set.</summary>
    public long FirstMissing => _ranges is [(0, var to), ..] ? to : 0;

    public int RangeCount => _ranges.Count;

    /// <summary>How many offsets are in the set.</summary>
    public long Count => _ranges.Sum(range => range.To - range.From);

    public bool Contains(long offset)
    {
        var index = LastStartingAtOrBefore(offset);
        return index >= 0 && offset < _ranges[index].To;
    }

    /// <summary>Adds an offset; false when it was in the set already.</summary>
    public bool Add(long offset)
    {
        var index = LastStartingAtOrBefore(offset);
        if (index >= 0 && offset < _ranges[index].To)
            return false;

        var touchesLeft = index >= 0 && _ranges[index].To == offset;
        var touchesRight = index + 1 < _ranges.Count && _ranges[index + 1].From == offset + 1;
        if (touchesLeft && touchesRight)
        {
            _ranges[index] = (_ranges[index].From, _ranges[index + 1].To);
            _ranges.RemoveAt(index + 1);
        }
        else if (touchesLeft)
            _ranges[index] = (_ranges[index].From, offset + 1);
        else if (touchesRight)
            _ranges[index + 1] = (offset, _ranges[index + 1].To);
        else
            _ranges.Insert(index + 1, (offset, offset + 1));
        return true;
    }

    public byte[] Encode()
    {
        var bytes = new byte[_ranges.Count * EncodedRangeBytes];
        var rest = bytes.AsSpan();
        foreach (var (from, to) in _ranges)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, from);
            BinaryPrimitives.WriteInt64LittleEndian(rest[sizeof(long)..], to);
            rest = rest[EncodedRangeBytes..];
        }

        return bytes;
    }

    public static OffsetSet Decode(ReadOnlySpan<byte> bytes)
    {
        var set = new OffsetSet();
        for (; bytes.Length >= EncodedRangeBytes; bytes = bytes[EncodedRangeBytes..])
            set._ranges.Add((BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[sizeof(long)..])));
        return set;
    }

    /// <summary>Index of the last range that starts at or before the offset, or -1.</summary>
    private int LastStartingAtOrBefore(long offset)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].From <= offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }
}
