using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.PubSub.CloudEvents;
using LocalDapr.Runtime.Resiliency;
using LocalDapr.Storage;
using Polly;

namespace LocalDapr.Runtime.State;

/// <summary>A state component as one app sees it: a keyspace of the embedded store, keys prefixed for the app.</summary>
internal sealed class StateStore
{
    /// <summary>Metadata of a read: when the value expires, RFC 3339.</summary>
    public const string ExpiryMetadata = "ttlExpireTime";

    private const int DefaultMaxValueBytes = 16 << 20;

    private readonly KeyValueStore _store;
    private readonly TimeProvider _time;
    private readonly string _keyspace;
    private readonly string _prefix;
    private readonly int _maxValueBytes;
    private readonly ResiliencePipeline<bool>? _pipeline;
    private readonly Outbox? _outbox;

    /// <exception cref="ConfigurationException">A setting of the component is not valid.</exception>
    public StateStore(Component component, string appId, StateBackend backend)
    {
        (_store, _time) = (backend.Store, backend.Time);
        Name = component.Name;
        _keyspace = backend.KeyspaceOf(component);
        _prefix = KeyPrefix.Of(component, appId, backend.Namespace);
        _maxValueBytes = ReadLimit(component);
        _pipeline = backend.PipelineOf(component);
        _outbox = backend.OutboxOf(component);
    }

    private StateStore(StateStore other, string prefix)
    {
        (_store, _time, Name, _keyspace, _maxValueBytes) = (other._store, other._time, other.Name, other._keyspace, other._maxValueBytes);
        (_pipeline, _prefix) = (other._pipeline, prefix);
    }

    public string Name { get; }

    public static string? ExpiryOf(Entry entry) =>
        entry.ExpiresAt?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    public static string ETagOf(Entry entry) => entry.Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>The same store with other keys before the caller's, and without its outbox.</summary>
    /// <param name="prefix">What goes before each key, separator included.</param>
    public StateStore WithPrefix(string prefix) => new(this, prefix);

    /// <exception cref="DaprException">The key is not allowed.</exception>
    public bool TryGet(string key, [NotNullWhen(true)] out Entry? entry) => _store.TryGet(_keyspace, Prefixed(key), out entry);

    /// <summary>Saves each for itself: some may be saved though others conflict.</summary>
    /// <exception cref="DaprException">An etag is not current, or a write is not valid (then nothing was saved).</exception>
    public Task SaveAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken) =>
        WriteEachAsync(writes, () => StateErrors.SaveConflict(Name), cancellationToken);

    /// <inheritdoc cref="SaveAsync" />
    public Task DeleteAsync(StateWrite write, CancellationToken cancellationToken) =>
        WriteEachAsync([write], () => StateErrors.DeleteConflict(write.Key), cancellationToken);

    /// <inheritdoc cref="SaveAsync" />
    public Task DeleteBulkAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken) =>
        WriteEachAsync(writes, () => StateErrors.BulkDeleteConflict(Name), cancellationToken);

    /// <summary>Applies all writes or none, and publishes what they save if the component has an outbox.</summary>
    /// <param name="writes">The writes.</param>
    /// <param name="trace">Gives the trace context of the events.</param>
    /// <param name="cancellationToken">Gives up before the writes are handed over.</param>
    /// <exception cref="DaprException">An etag is not current, or a write is not valid.</exception>
    public async Task TransactAsync(IReadOnlyList<StateWrite> writes, Func<TraceContext> trace, CancellationToken cancellationToken)
    {
        if (writes.Count == 0)
            return;
        var committed = _outbox is null
            ? await CommitAsync(() => ToBatch(writes), cancellationToken)
            : await CommitAsync(() => _outbox.CommitAsync(ToBatch(Outbox.ToSave(writes)), writes, trace()), cancellationToken);
        if (!committed)
            throw StateErrors.TransactionConflict.ToException();
    }

    private Batch ToBatch(IEnumerable<StateWrite> writes) => writes.Aggregate(new Batch(), Add);

    private static int ReadLimit(Component component)
    {
        if (component.Setting("maxValueBytes") is not { } text)
            return DefaultMaxValueBytes;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? limit
            : throw component.Invalid($"maxValueBytes must be a positive number, not '{text}'");
    }

    private async Task WriteEachAsync(IReadOnlyList<StateWrite> writes, Func<DaprError> conflict, CancellationToken cancellationToken)
    {
        // All are looked at before the first is handed over, so that a malformed request changes nothing.
        foreach (var write in writes)
            Add(new Batch(), write);
        bool[] committed = writes.Count == 1
            ? [await CommitAsync(() => Add(new Batch(), writes[0]), cancellationToken)]
            : await Task.WhenAll(writes.Select(write => CommitAsync(() => Add(new Batch(), write), cancellationToken)));
        if (committed.Contains(false))
            throw conflict().ToException();
    }

    private Batch Add(Batch batch, StateWrite write)
    {
        if (write.Key.Length == 0)
            throw StateErrors.EmptyKey.ToException();
        var key = Prefixed(write.Key);
        if (write.Value is not { } value)
            return batch.Delete(_keyspace, key, write.Precondition());
        if (value.Length > _maxValueBytes)
            throw StateErrors.ValueTooLarge(write.Key, value.Length, _maxValueBytes).ToException();
        return batch.Put(_keyspace, key, value, write.Precondition(), write.ExpiresAt(_time));
    }

    /// <param name="newBatch">Makes the batch, anew for each attempt.</param>
    /// <param name="cancellationToken">Gives up before it is handed over.</param>
    private Task<bool> CommitAsync(Func<Batch> newBatch, CancellationToken cancellationToken) =>
        CommitAsync(async () => (await _store.CommitAsync(newBatch(), cancellationToken)).IsCommitted, cancellationToken);

    private Task<bool> CommitAsync(Func<Task<bool>> commit, CancellationToken cancellationToken) => _pipeline is null
        ? CommitOnceAsync(commit)
        : _pipeline.RunAsync(_ => CommitOnceAsync(commit), reason => StateErrors.Unavailable(Name, reason).ToException(), cancellationToken);

    private async Task<bool> CommitOnceAsync(Func<Task<bool>> commit)
    {
        try
        {
            return await commit();
        }
        catch (StoreFailedException)
        {
            throw StateErrors.Unavailable(Name).ToException();
        }
        catch (BatchTooLargeException exception)
        {
            throw StateErrors.TooLarge(exception.Message).ToException();
        }
    }

    private string Prefixed(string key) => key.Contains(KeyPrefix.Separator, StringComparison.Ordinal)
        ? throw StateErrors.IllegalKey(key).ToException()
        : _prefix + key;
}
