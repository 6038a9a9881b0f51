using Microsoft.Extensions.Logging;

namespace LocalDapr.Storage.Commits;

/// <summary>The background loop of a store: frees what expired and compacts the journal when it is due.</summary>
internal sealed partial class Maintenance : IAsyncDisposable
{
    private const int KeysPerBatch = 1000;

    private readonly CommitThread _commits;
    private readonly Compactor? _compactor;
    private readonly StoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public Maintenance(CommitThread commits, Compactor? compactor, StoreOptions options, TimeProvider time, ILogger logger)
    {
        _commits = commits;
        _compactor = compactor;
        _options = options;
        _time = time;
        _logger = logger;
        _loop = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(_options.MaintenanceInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                await RunOnceAsync();
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task RunOnceAsync()
    {
        try
        {
            await ReclaimAsync();
            if (_compactor is not null && _compactor.IsDue(_options.CompactionBytes))
                await _compactor.RunAsync(_stop.Token);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception); // The journal still has everything; the next turn tries again.
        }
    }

    /// <summary>Deletes expired entries. They are invisible already; this frees their memory.</summary>
    private async Task ReclaimAsync()
    {
        var expired =
            from keyspace in _commits.Current.Keyspaces
            where keyspace.Value.ExpiringCount > 0
            from item in keyspace.Value.From("")
            where item.Value.IsExpired(_time)
            select (Keyspace: keyspace.Key, item.Key);
        foreach (var chunk in expired.Chunk(KeysPerBatch))
        {
            _stop.Token.ThrowIfCancellationRequested();
            var batch = new Batch();
            foreach (var (keyspace, key) in chunk)
                batch.Reclaim(keyspace, key);
            await _commits.CommitAsync(batch);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Maintenance of the store failed and is tried again later")]
    private partial void LogFailed(Exception exception);
}
