using Microsoft.Win32.SafeHandles;

namespace LocalDapr.Storage.Journal;

internal enum ReadOutcome
{
    Record,
    End,
    Damage,
}

/// <summary>Reads the records of a journal segment or snapshot, verifying each, and finds the next one after damage.</summary>
internal sealed class RecordReader : IDisposable
{
    private const int WindowBytes = 1 << 20;

    private readonly SafeFileHandle _file;
    private byte[] _window = [];
    private long _windowStart;
    private int _windowCount;

    public RecordReader(string path)
    {
        _file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        Length = RandomAccess.GetLength(_file);
    }

    public long Length { get; }

    /// <summary>Offset of the next record to read.</summary>
    public long Position { get; set; } = FileHeader.Size;

    /// <summary>Why the last read found damage.</summary>
    public string DamageReason { get; private set; } = "";

    public bool HasValidHeader(ReadOnlySpan<byte> magic, ulong sequence) =>
        FileHeader.IsValid(Peek(0, FileHeader.Size), magic, sequence);

    /// <summary>Reads the record at <see cref="Position"/> and moves behind it; on damage the position stays.</summary>
    /// <param name="sequence">Sequence of the record.</param>
    /// <param name="payload">Its payload, valid until the next read.</param>
    public ReadOutcome TryRead(out ulong sequence, out ReadOnlySpan<byte> payload)
    {
        sequence = 0;
        payload = default;
        if (Position >= Length)
            return ReadOutcome.End;
        var head = Peek(Position, RecordHeader.Size);
        if (head.Length < RecordHeader.Size)
            return Damaged("a record header is cut short");
        if (!RecordHeader.TryRead(head, out var header))
            return Damaged("a record header does not match its checksum");
        if (header.Length > Length - Position - RecordHeader.Size)
            return Damaged("a record is cut short");
        var body = Peek(Position + RecordHeader.Size, header.Length);
        if (Crc32C.Of(body) != header.PayloadCrc)
            return Damaged("a record does not match its checksum");
        sequence = header.Sequence;
        payload = body;
        Position += RecordHeader.Size + header.Length;
        return ReadOutcome.Record;
    }

    /// <summary>Moves to the next intact record after a damaged place; false (at the end) when there is none.</summary>
    public bool TryResynchronize()
    {
        while (++Position < Length)
        {
            var at = Position;
            if (TryRead(out _, out _) != ReadOutcome.Record)
                continue;
            Position = at;
            return true;
        }

        return false;
    }

    public void Dispose() => _file.Dispose();

    private ReadOutcome Damaged(string reason)
    {
        DamageReason = reason;
        return ReadOutcome.Damage;
    }

    /// <summary>Up to <paramref name="count"/> bytes of the file, fewer only where it ends.</summary>
    private ReadOnlySpan<byte> Peek(long offset, int count)
    {
        count = (int)Math.Min(count, Length - offset);
        if (offset < _windowStart || offset + count > _windowStart + _windowCount)
            Fill(offset, count);
        return _window.AsSpan((int)(offset - _windowStart), count);
    }

    private void Fill(long offset, int count)
    {
        if (_window.Length < count)
            _window = new byte[Math.Max(count, WindowBytes)];
        _windowStart = offset;
        _windowCount = 0;
        while (_windowCount < count)
        {
            var read = RandomAccess.Read(_file, _window.AsSpan(_windowCount), offset + _windowCount);
            if (read == 0)
                throw new EndOfStreamException("The file became shorter while it was read.");
            _windowCount += read;
        }
    }
}
