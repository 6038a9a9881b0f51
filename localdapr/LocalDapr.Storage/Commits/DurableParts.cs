using LocalDapr.Storage.Journal;
using LocalDapr.Storage.Trees;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Storage.Commits;

/// <summary>What a store with a folder has and an ephemeral one lacks.</summary>
internal sealed partial class DurableParts : IAsyncDisposable
{
    private readonly StoreDirectory _directory;
    private readonly Func<string, IAppendFile> _createFile;
    private readonly long _snapshotBytes;
    private Compactor? _compactor;

    private DurableParts(
        StoreDirectory directory, JournalWriter journal, Func<string, IAppendFile> createFile, Recovery recovery, RecoveryReport report)
    {
        _directory = directory;
        _createFile = createFile;
        _snapshotBytes = recovery.SnapshotBytes;
        Journal = journal;
        Report = report;
        IsSnapshotDamaged = recovery.IsSnapshotDamaged;
    }

    public JournalWriter Journal { get; }

    public RecoveryReport Report { get; }

    /// <summary>True when the snapshot should be written anew from what could be read of it.</summary>
    public bool IsSnapshotDamaged { get; }

    public Compactor Compactor => _compactor ?? throw new InvalidOperationException("Compacting was not started.");

    /// <summary>Locks the folder, recovers what it holds and starts a new journal segment.</summary>
    public static (Dataset Dataset, DurableParts Parts) Open(
        StoreOptions options, Func<string, IAppendFile> createFile, TimeProvider time, ILogger logger)
    {
        var directory = new StoreDirectory(options.Directory!);
        try
        {
            var recovery = new Recovery(directory);
            var (dataset, report) = recovery.Run(time);
            Log(logger, report);
            var existing = directory.Segments.Sum(segment => new FileInfo(segment.Path).Length);
            var journal = new JournalWriter(directory, options, createFile, dataset.Sequence + 1, existing);
            return (dataset, new DurableParts(directory, journal, createFile, recovery, report));
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    public void StartCompacting(CommitThread commits, TimeProvider time, ILogger logger) =>
        _compactor = new Compactor(_directory, _createFile, Journal, commits, time, _snapshotBytes, logger);

    /// <summary>To be called when the commit thread has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await Compactor.DisposeAsync();
        Journal.Dispose();
        _directory.Dispose();
    }

    private static void Log(ILogger logger, RecoveryReport report)
    {
        foreach (var damage in report.Damages)
        {
            var level = damage.IsTornTail ? LogLevel.Warning : LogLevel.Error;
            LogDamage(
                logger, level, damage.File, damage.Offset, damage.Reason, damage.DroppedBytes, damage.ReadableRecords, damage.PreservedAs);
        }

        LogRecovered(logger, report.SnapshotEntries, report.JournalRecords, report.LastVersion, report.Elapsed.TotalMilliseconds);
    }

    [LoggerMessage(1, LogLevel.Information,
        "Recovered {Entries} snapshot entries and {Records} journal records up to version {Version} in {Milliseconds:F0} ms")]
    private static partial void LogRecovered(ILogger logger, long entries, long records, ulong version, double milliseconds);

    [LoggerMessage(EventId = 2, Message = "{File} at byte {Offset}: {Reason}. Dropped {Bytes} bytes ({Readable} intact records behind), kept in {SideFile}")]
    private static partial void LogDamage(
        ILogger logger, LogLevel level, string file, long offset, string reason, long bytes, long readable, string? sideFile);
}
