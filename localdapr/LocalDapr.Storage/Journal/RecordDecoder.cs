using System.Buffers.Binary;
using System.Text;
using LocalDapr.Storage.Trees;

namespace LocalDapr.Storage.Journal;

/// <summary>Applies the payload of records to a dataset; the reverse of <see cref="RecordBuilder"/>.</summary>
internal sealed class RecordDecoder(DatasetEditor target)
{
    private byte[] _keyspaceBytes = [];
    private string _keyspace = "";

    /// <summary>Applies one record.</summary>
    /// <returns>The number of changes in it.</returns>
    /// <exception cref="InvalidDataException">The payload is not a run of changes, although its checksum is right.</exception>
    public int Apply(ulong sequence, ReadOnlySpan<byte> payload)
    {
        var changes = 0;
        for (; !payload.IsEmpty; changes++)
        {
            var flags = (ChangeFlags)Take(ref payload, 1)[0];
            var keyspace = Keyspace(TakeBlock(ref payload));
            var key = Encoding.UTF8.GetString(TakeBlock(ref payload));
            if (flags.HasFlag(ChangeFlags.Put))
                target.Set(keyspace, key, TakeEntry(ref payload, flags, sequence));
            else
                target.Remove(keyspace, key);
        }

        return changes;
    }

    private static Entry TakeEntry(ref ReadOnlySpan<byte> payload, ChangeFlags flags, ulong sequence)
    {
        var version = flags.HasFlag(ChangeFlags.Versioned) ? BinaryPrimitives.ReadUInt64LittleEndian(Take(ref payload, 8)) : sequence;
        var expiry = flags.HasFlag(ChangeFlags.Expires)
            ? BinaryPrimitives.ReadInt64LittleEndian(Take(ref payload, 8))
            : Entry.ToExpiryMs(null);
        return new Entry(TakeBlock(ref payload).ToArray(), version, expiry);
    }

    private string Keyspace(ReadOnlySpan<byte> utf8)
    {
        // Neighbours mostly share their keyspace: one string serves them all.
        if (!utf8.SequenceEqual(_keyspaceBytes))
        {
            _keyspaceBytes = utf8.ToArray();
            _keyspace = Encoding.UTF8.GetString(utf8);
        }

        return _keyspace;
    }

    private static ReadOnlySpan<byte> TakeBlock(ref ReadOnlySpan<byte> payload)
    {
        uint length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = Take(ref payload, 1)[0];
            length |= (part & 0x7Fu) << shift;
            if (part < 0x80)
                return Take(ref payload, length);
            if (shift == 28)
                throw new InvalidDataException("A length takes more than five bytes.");
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> payload, uint count)
    {
        if (count > payload.Length)
            throw new InvalidDataException("A change ends beyond its record.");
        var taken = payload[..(int)count];
        payload = payload[(int)count..];
        return taken;
    }
}
