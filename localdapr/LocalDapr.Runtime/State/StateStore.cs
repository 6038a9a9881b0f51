using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
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

    /// <param name="component">The component.</param>
    /// <param name="appId">The app.</param>
    /// <param name="appNamespace">The namespace of the app, if there is one.</param>
    /// <param name="store">Where the state is.</param>
    /// <param name="time">The clock of expiry.</param>
    /// <param name="pipeline">The outbound policies of the component, for its writes: reads come from memory and do not fail; null without any.</param>
    public StateStore(
        Component component, string appId, string? appNamespace, KeyValueStore store, TimeProvider time, ResiliencePipeline<bool>? pipeline = null)
    {
        _pipeline = pipeline;
        _store = store;
        _time = time;
        Name = component.Name;
        _keyspace = "state/" + component.Name;
        _prefix = KeyPrefix.Of(component, appId, appNamespace);
        _maxValueBytes = ReadLimit(component);
    }

    private StateStore(StateStore other, string prefix)
    {
        (_store, _time, Name, _keyspace, _maxValueBytes) = (other._store, other._time, other.Name, other._keyspace, other._maxValueBytes);
        _prefix = prefix;
    }

    public string Name { get; }

    public static string? ExpiryOf(Entry entry) =>
        entry.ExpiresAt?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    public static string ETagOf(Entry entry) => entry.Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>The same store with other keys before the caller's.</summary>
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

    /// <summary>Applies all writes or none.</summary>
    /// <exception cref="DaprException">An etag is not current, or a write is not valid.</exception>
    public async Task TransactAsync(IReadOnlyList<StateWrite> writes, CancellationToken cancellationToken)
    {
        if (writes.Count == 0)
            return;
        var batch = new Batch();
        foreach (var write in writes)
            Add(batch, write);
        if (!await CommitAsync(batch, cancellationToken))
            throw StateErrors.TransactionConflict.ToException();
    }

    private static int ReadLimit(Component component)
    {
        if (component.Setting("maxValueBytes") is not { } text)
            return DefaultMaxValueBytes;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? limit
            : throw new ConfigurationException($"{component.Location}: maxValueBytes must be a positive number, not '{text}'");
    }

    private async Task WriteEachAsync(IReadOnlyList<StateWrite> writes, Func<DaprError> conflict, CancellationToken cancellationToken)
    {
        // All are looked at before the first is handed over, so that a malformed request changes nothing.
        var batches = writes.Select(write => Add(new Batch(), write)).ToArray();
        var committed = batches.Length == 1
            ? [await CommitAsync(batches[0], cancellationToken)]
            : await Task.WhenAll(batches.Select(batch => CommitAsync(batch, cancellationToken)));
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

    private Task<bool> CommitAsync(Batch batch, CancellationToken cancellationToken) => _pipeline is null
        ? CommitOnceAsync(batch, cancellationToken)
        : _pipeline.RunAsync(token => CommitOnceAsync(batch, token), reason => StateErrors.Unavailable(Name, reason).ToException(), cancellationToken);

    private async Task<bool> CommitOnceAsync(Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            return (await _store.CommitAsync(batch, cancellationToken)).IsCommitted;
        }
        catch (StoreFailedException)
        {
            throw StateErrors.Unavailable(Name).ToException();
        }
    }

    private string Prefixed(string key) => key.Contains(KeyPrefix.Separator, StringComparison.Ordinal)
        ? throw StateErrors.IllegalKey(key).ToException()
        : _prefix + key;
}
