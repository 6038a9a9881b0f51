using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace LocalDapr.Storage.Journal;

/// <summary>
/// Encodes records one after the other into one growing buffer. A payload is a run of changes: flags (1 byte), keyspace, key
/// (each a LEB128 length and UTF-8), then for a put version (8 bytes, snapshots only), expiry in Unix milliseconds (8 bytes, if it
/// expires) and the value (LEB128 length and bytes).
/// </summary>
internal sealed class RecordBuilder
{
    // A burst of large values must not pin its memory for good.
    private const int KeptCapacity = 1 << 20;

    private ArrayBufferWriter<byte> _buffer = new(64 << 10);
    private int _start;

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>Bytes of the payload that is being built.</summary>
    public int PayloadLength => _buffer.WrittenCount - _start - RecordHeader.Size;

    public void Clear()
    {
        if (_buffer.Capacity > KeptCapacity)
            _buffer = new ArrayBufferWriter<byte>(KeptCapacity);
        else
            _buffer.ResetWrittenCount();
    }

    public void Begin()
    {
        _start = _buffer.WrittenCount;
        _buffer.GetSpan(RecordHeader.Size)[..RecordHeader.Size].Clear();
        _buffer.Advance(RecordHeader.Size);
    }

    public void End(ulong sequence)
    {
        // The buffer is this object's own; nothing else reads it before the record is complete.
        var record = MemoryMarshal.AsMemory(_buffer.WrittenMemory).Span[_start..];
        RecordHeader.Write(record, sequence, record[RecordHeader.Size..]);
    }

    public void Delete(string keyspace, string key)
    {
        WriteByte((byte)ChangeFlags.None);
        WriteText(keyspace);
        WriteText(key);
    }

    public void Put(string keyspace, string key, Entry entry, bool withVersion = false)
    {
        var flags = ChangeFlags.Put
            | (entry.Expires ? ChangeFlags.Expires : ChangeFlags.None)
            | (withVersion ? ChangeFlags.Versioned : ChangeFlags.None);
        WriteByte((byte)flags);
        WriteText(keyspace);
        WriteText(key);
        if (withVersion)
            WriteInt64((long)entry.Version);
        if (entry.Expires)
            WriteInt64(entry.ExpiresAtMs);
        WriteLength(entry.Value.Length);
        _buffer.Write(entry.Value.Span);
    }

    private void WriteText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteLength(length);
        _buffer.Advance(Encoding.UTF8.GetBytes(text, _buffer.GetSpan(length)));
    }

    private void WriteLength(int length)
    {
        var rest = (uint)length;
        for (; rest >= 0x80; rest >>= 7)
            WriteByte((byte)(rest | 0x80));
        WriteByte((byte)rest);
    }

    private void WriteByte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    private void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(sizeof(long)), value);
        _buffer.Advance(sizeof(long));
    }
}

[Flags]
internal enum ChangeFlags : byte
{
    /// <summary>A delete.</summary>
    None = 0,
    Put = 1,
    Expires = 2,

    /// <summary>The entry's version is written out; otherwise it is the sequence of the record.</summary>
    Versioned = 4,
}
