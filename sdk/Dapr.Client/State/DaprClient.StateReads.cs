namespace Dapr.Client;

public abstract partial class DaprClient
{
    /// <summary>Reads a JSON value.</summary>
    /// <typeparam name="TValue">Type of the value.</typeparam>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="key">The key.</param>
    /// <param name="consistencyMode">Which replicas must agree; null for the store's default.</param>
    /// <param name="metadata">Options of the store.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The value; the type's default when the key does not exist.</returns>
    public abstract Task<TValue> GetStateAsync<TValue>(
        string storeName,
        string key,
        ConsistencyMode? consistencyMode = default,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Reads a JSON value and its version.</summary>
    /// <typeparam name="TValue">Type of the value.</typeparam>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="key">The key.</param>
    /// <param name="consistencyMode">Which replicas must agree; null for the store's default.</param>
    /// <param name="metadata">Options of the store.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The value and its version; the type's default and an empty version when the key does not exist.</returns>
    public abstract Task<(TValue value, string etag)> GetStateAndETagAsync<TValue>(
        string storeName,
        string key,
        ConsistencyMode? consistencyMode = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Reads a JSON value as an entry that can be changed and saved.</summary>
    /// <typeparam name="TValue">Type of the value.</typeparam>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="key">The key.</param>
    /// <param name="consistencyMode">Which replicas must agree; null for the store's default.</param>
    /// <param name="metadata">Options of the store.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<StateEntry<TValue>> GetStateEntryAsync<TValue>(
        string storeName,
        string key,
        ConsistencyMode? consistencyMode = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        var (value, etag) = await GetStateAndETagAsync<TValue>(storeName, key, consistencyMode, metadata, cancellationToken);
        return new StateEntry<TValue>(this, storeName, key, value, etag);
    }

    /// <summary>Reads bytes.</summary>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="key">The key.</param>
    /// <param name="consistencyMode">Which replicas must agree; null for the store's default.</param>
    /// <param name="metadata">Options of the store.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The bytes; none when the key does not exist.</returns>
    public abstract Task<ReadOnlyMemory<byte>> GetByteStateAsync(
        string storeName,
        string key,
        ConsistencyMode? consistencyMode = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Reads bytes and their version.</summary>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="key">The key.</param>
    /// <param name="consistencyMode">Which replicas must agree; null for the store's default.</param>
    /// <param name="metadata">Options of the store.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The bytes and their version; both empty when the key does not exist.</returns>
    public abstract Task<(ReadOnlyMemory<byte>, string etag)> GetByteStateAndETagAsync(
        string storeName,
        string key,
        ConsistencyMode? consistencyMode = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Reads many values as text.</summary>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="keys">The keys, at least one.</param>
    /// <param name="parallelism">Most reads under way at once; null for the sidecar's choice.</param>
    /// <param name="metadata">Options of the store.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>One item per key, in no particular order; a missing key has an empty value.</returns>
    public abstract Task<IReadOnlyList<BulkStateItem>> GetBulkStateAsync(
        string storeName,
        IReadOnlyList<string> keys,
        int? parallelism,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Reads many JSON values.</summary>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="keys">The keys, at least one.</param>
    /// <param name="parallelism">Most reads under way at once; null for the sidecar's choice.</param>
    /// <param name="metadata">Options of the store.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>One item per key, in no particular order; a missing key has the type's default.</returns>
    public abstract Task<IReadOnlyList<BulkStateItem<TValue>>> GetBulkStateAsync<TValue>(
        string storeName,
        IReadOnlyList<string> keys,
        int? parallelism,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);
}
