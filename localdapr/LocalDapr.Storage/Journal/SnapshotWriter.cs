using LocalDapr.Storage.Trees;

namespace LocalDapr.Storage.Journal;

/// <summary>
/// Writes a dataset as a snapshot file: records of many puts each, numbered from zero, and an empty record as the end. The
/// file appears under its name only when it is complete and on the medium.
/// </summary>
internal sealed class SnapshotWriter(StoreDirectory directory, Func<string, IAppendFile> createFile, TimeProvider time)
{
    private const int PayloadBytes = 64 << 10;

    private readonly RecordBuilder _records = new();
    private ulong _ordinal;

    /// <summary>Writes the snapshot, without entries that are expired by now.</summary>
    /// <returns>The size of the file in bytes.</returns>
    public long Write(Dataset dataset, CancellationToken cancellationToken)
    {
        var temporary = directory.TemporaryPath(dataset.Sequence);
        long bytes;
        using (var file = createFile(temporary))
        {
            bytes = WriteHeader(file, dataset.Sequence);
            _records.Begin();
            foreach (var (keyspace, tree) in dataset.Keyspaces)
            {
                foreach (var (key, entry) in tree.From("").Where(item => !item.Value.IsExpired(time)))
                {
                    _records.Put(keyspace, key, entry, withVersion: true);
                    if (_records.PayloadLength < PayloadBytes)
                        continue;
                    cancellationToken.ThrowIfCancellationRequested();
                    bytes += EndRecord(file);
                }
            }

            if (_records.PayloadLength > 0)
                bytes += EndRecord(file);
            bytes += EndRecord(file); // Empty: the end.
            file.Flush();
        }

        File.Move(temporary, directory.SnapshotPath(dataset.Sequence), overwrite: true);
        directory.Sync();
        return bytes;
    }

    private static int WriteHeader(IAppendFile file, ulong sequence)
    {
        Span<byte> header = stackalloc byte[FileHeader.Size];
        FileHeader.Write(header, FileHeader.SnapshotMagic, sequence);
        file.Append(header);
        return FileHeader.Size;
    }

    private int EndRecord(IAppendFile file)
    {
        _records.End(_ordinal++);
        file.Append(_records.Written);
        var bytes = _records.Written.Length;
        _records.Clear();
        _records.Begin();
        return bytes;
    }
}
