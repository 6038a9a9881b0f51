using System.Diagnostics.CodeAnalysis;
using LocalDapr.Storage.Commits;
using LocalDapr.Storage.Journal;
using LocalDapr.Storage.Trees;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalDapr.Storage;

/// <summary>
/// An embedded, ordered, transactional key-value store for one process: all data in memory, every commit in a write-ahead
/// journal first. Thread-safe; reads take no locks, and commits that wait together share one fsync.
/// </summary>
/// <example><code>
/// await using var store = await KeyValueStore.OpenAsync(new StoreOptions { Directory = "data" });
/// var result = await store.CommitAsync(new Batch().Put("users", "ada", value, Precondition.Absent));
/// if (store.TryGet("users", "ada", out var entry)) { … }
/// </code></example>
public sealed partial class KeyValueStore : IAsyncDisposable
{
    private readonly StoreOptions _options;
    private readonly TimeProvider _time;
    private readonly CommitThread _commits;
    private readonly DurableParts? _durable;
    private readonly Maintenance _maintenance;
    private int _isDisposed;

    private KeyValueStore(StoreOptions options, ILogger logger, TimeProvider time, Dataset dataset, DurableParts? durable)
    {
        _options = options;
        _time = time;
        _durable = durable;
        _commits = new CommitThread(dataset, durable?.Journal, time, logger);
        durable?.StartCompacting(_commits, time, logger);
        _maintenance = new Maintenance(_commits, durable?.Compactor, options, time, logger);
    }

    /// <summary>What opening the store found on disk.</summary>
    public RecoveryReport Recovery => _durable?.Report ?? RecoveryReport.Empty;

    /// <summary>The store as it is now, for reads that must agree with each other.</summary>
    public StoreSnapshot Snapshot => new(_commits.Current, _time);

    /// <summary>Counters and sizes.</summary>
    public StoreStatistics Statistics
    {
        get
        {
            var dataset = _commits.Current;
            return new StoreStatistics(
                dataset.Keyspaces.Values.Sum(tree => (long)tree.Count),
                dataset.Sequence,
                _commits.Commits,
                _commits.Groups,
                _durable?.Journal.Bytes ?? 0,
                _durable?.Compactor.SnapshotBytes ?? 0);
        }
    }

    /// <summary>Opens the store, recovering what the folder holds.</summary>
    /// <param name="options">Where and how to keep the data.</param>
    /// <param name="logger">Receives what recovery dropped, compactions and failures; never keys or values.</param>
    /// <param name="time">The clock of expiry; the system's when null.</param>
    /// <param name="cancellationToken">Gives up before the recovery starts; it is not interrupted in the middle.</param>
    /// <exception cref="StoreInUseException">Another process has the folder open.</exception>
    /// <exception cref="NotSupportedException">The folder was written in a newer format.</exception>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public static Task<KeyValueStore> OpenAsync(
        StoreOptions options, ILogger? logger = null, TimeProvider? time = null, CancellationToken cancellationToken = default) =>
        OpenAsync(options, logger, time, path => new AppendFile(path), cancellationToken);

    /// <summary>Reads one key; takes well under a microsecond, never blocks and never allocates.</summary>
    /// <returns>False when the key does not exist or is expired.</returns>
    public bool TryGet(string keyspace, ReadOnlySpan<char> key, [NotNullWhen(true)] out Entry? entry) =>
        Snapshot.TryGet(keyspace, key, out entry);

    /// <summary>Entries in key order, from one snapshot; see <see cref="StoreSnapshot.Scan"/>.</summary>
    public IEnumerable<KeyValuePair<string, Entry>> Scan(
        string keyspace, string prefix = "", string? after = null, int limit = int.MaxValue) =>
        Snapshot.Scan(keyspace, prefix, after, limit);

    /// <summary>Applies the batch if all of its preconditions hold. Ends when it is durable and visible to all readers.</summary>
    /// <param name="batch">Belongs to the store from now on.</param>
    /// <param name="cancellationToken">Looked at before the batch is handed over; after that its fate is always awaited.</param>
    /// <exception cref="BatchTooLargeException">The batch exceeds <see cref="StoreOptions.MaxBatchBytes"/>.</exception>
    /// <exception cref="StoreFailedException">The journal could not be written, now or before.</exception>
    public async Task<CommitResult> CommitAsync(Batch batch, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (batch.EncodedBytes > _options.MaxBatchBytes)
            throw new BatchTooLargeException(batch.EncodedBytes, _options.MaxBatchBytes);
        return await _commits.CommitAsync(batch);
    }

    /// <summary>
    /// Replaces the journal by a snapshot of the data, while reads and commits go on. The store does so by itself; this is for a caller that wants
    /// a small folder now. Does nothing in an ephemeral store.
    /// </summary>
    public Task CompactAsync(CancellationToken cancellationToken = default) =>
        _durable?.Compactor.RunAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Finishes the commits that wait, refuses new ones and releases the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _maintenance.DisposeAsync();
        _commits.Dispose();
        if (_durable is not null)
            await _durable.DisposeAsync();
    }

    internal static async Task<KeyValueStore> OpenAsync(
        StoreOptions options,
        ILogger? logger,
        TimeProvider? time,
        Func<string, IAppendFile> createFile,
        CancellationToken cancellationToken)
    {
        StoreOptions.Validate(options);
        logger ??= NullLogger.Instance;
        time ??= TimeProvider.System;
        if (options.Directory is null)
            return new KeyValueStore(options, logger, time, Dataset.Empty, durable: null);
        var (dataset, durable) = await Task.Run(() => DurableParts.Open(options, createFile, time, logger), cancellationToken);
        var store = new KeyValueStore(options, logger, time, dataset, durable);
        if (durable.IsSnapshotDamaged)
            await store.CompactAsync(cancellationToken);
        return store;
    }
}
