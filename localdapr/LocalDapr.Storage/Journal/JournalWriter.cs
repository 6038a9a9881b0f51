namespace LocalDapr.Storage.Journal;

/// <summary>
/// The growing end of the journal: appends groups of records to the active segment and starts a new one when it is full.
/// Used by the commit thread only, but for <see cref="Bytes"/>.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private readonly StoreDirectory _directory;
    private readonly StoreOptions _options;
    private readonly Func<string, IAppendFile> _createFile;
    private IAppendFile _active;
    private long _activeBytes;
    private long _bytes;

    public JournalWriter(
        StoreDirectory directory, StoreOptions options, Func<string, IAppendFile> createFile, ulong firstSequence, long existingBytes)
    {
        _directory = directory;
        _options = options;
        _createFile = createFile;
        _bytes = existingBytes;
        _active = CreateSegment(firstSequence);
    }

    /// <summary>Size of all segments.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Appends records, durable on return as the flush policy says.</summary>
    /// <param name="records">Whole records.</param>
    /// <param name="nextSequence">The sequence that follows the last of them.</param>
    public void Append(ReadOnlySpan<byte> records, ulong nextSequence)
    {
        _active.Append(records);
        if (_options.FlushPolicy == FlushPolicy.Always)
            _active.Flush();
        _activeBytes += records.Length;
        Interlocked.Add(ref _bytes, records.Length);
        if (_activeBytes >= _options.SegmentBytes)
            Roll(nextSequence);
    }

    /// <summary>Goes on in a new segment, so that all others hold smaller sequences only and are on the medium.</summary>
    public void Roll(ulong nextSequence)
    {
        if (_activeBytes == FileHeader.Size)
            return;
        _active.Flush();
        _active.Dispose();
        _active = CreateSegment(nextSequence);
    }

    /// <summary>Takes note that segments of that size are gone.</summary>
    public void Forget(long bytes) => Interlocked.Add(ref _bytes, -bytes);

    public void Dispose() => _active.Dispose();

    private IAppendFile CreateSegment(ulong firstSequence)
    {
        var file = _createFile(_directory.SegmentPath(firstSequence));
        try
        {
            Span<byte> header = stackalloc byte[FileHeader.Size];
            FileHeader.Write(header, FileHeader.JournalMagic, firstSequence);
            file.Append(header);
            file.Flush();
            _directory.Sync();
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _activeBytes = FileHeader.Size;
        Interlocked.Add(ref _bytes, FileHeader.Size);
        return file;
    }
}
