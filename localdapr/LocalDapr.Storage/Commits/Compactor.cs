using LocalDapr.Storage.Journal;
using LocalDapr.Storage.Trees;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Storage.Commits;

/// <summary>
/// Replaces the journal by a snapshot. Datasets are immutable, so the snapshot of one moment is written in the background while
/// commits go on into a new segment; the old files go only when the snapshot is on the medium.
/// </summary>
internal sealed partial class Compactor(
    StoreDirectory directory,
    Func<string, IAppendFile> createFile,
    JournalWriter journal,
    CommitThread commits,
    TimeProvider time,
    long snapshotBytes,
    ILogger logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private long _snapshotBytes = snapshotBytes;

    public long SnapshotBytes => Volatile.Read(ref _snapshotBytes);

    /// <summary>
    /// Whether the journal outgrew both the given size and the last snapshot: rewriting everything is then paid by as many bytes of new data.
    /// </summary>
    public bool IsDue(long journalBytes) => journal.Bytes >= Math.Max(journalBytes, SnapshotBytes);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var started = time.GetTimestamp();
            var dataset = await commits.RollAsync();
            var covered = directory.Segments.Where(segment => segment.Sequence <= dataset.Sequence).ToList();
            var bytes = await Task.Run(() => WriteSnapshot(dataset, cancellationToken), cancellationToken);
            Volatile.Write(ref _snapshotBytes, bytes);
            DeleteSuperseded(covered, dataset.Sequence);
            LogCompacted(dataset.Sequence, bytes, time.GetElapsedTime(started).TotalMilliseconds);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits for a compaction that is under way. No other starts once the commit thread has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _turn.Release();
    }

    private long WriteSnapshot(Dataset dataset, CancellationToken cancellationToken)
    {
        try
        {
            return new SnapshotWriter(directory, createFile, time).Write(dataset, cancellationToken);
        }
        catch
        {
            directory.DeleteTemporaries();
            throw;
        }
    }

    private void DeleteSuperseded(List<SequencedFile> segments, ulong snapshotSequence)
    {
        foreach (var snapshot in directory.Snapshots.Where(snapshot => snapshot.Sequence < snapshotSequence))
            File.Delete(snapshot.Path);
        foreach (var segment in segments)
        {
            var bytes = new FileInfo(segment.Path).Length;
            File.Delete(segment.Path);
            journal.Forget(bytes);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Compacted up to version {Version}: a snapshot of {Bytes} bytes in {Milliseconds:F0} ms")]
    private partial void LogCompacted(ulong version, long bytes, double milliseconds);
}
