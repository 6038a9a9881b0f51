namespace Dapr.Client;

public abstract partial class DaprClient
{
    /// <summary>Saves a value as JSON.</summary>
    /// <typeparam name="TValue">Type of the value.</typeparam>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="stateOptions">Concurrency and consistency.</param>
    /// <param name="metadata">Options of the store, such as <c>ttlInSeconds</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task SaveStateAsync<TValue>(
        string storeName,
        string key,
        TValue value,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Saves a value as JSON if the key still has a version.</summary>
    /// <typeparam name="TValue">Type of the value.</typeparam>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="etag">The version.</param>
    /// <param name="stateOptions">Concurrency and consistency.</param>
    /// <param name="metadata">Options of the store, such as <c>ttlInSeconds</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when the key has another version by now.</returns>
    public abstract Task<bool> TrySaveStateAsync<TValue>(
        string storeName,
        string key,
        TValue value,
        string etag,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Saves bytes.</summary>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="key">The key.</param>
    /// <param name="binaryValue">The bytes, copied before the method returns.</param>
    /// <param name="stateOptions">Concurrency and consistency.</param>
    /// <param name="metadata">Options of the store, such as <c>ttlInSeconds</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task SaveByteStateAsync(
        string storeName,
        string key,
        ReadOnlyMemory<byte> binaryValue,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Saves bytes if the key still has a version.</summary>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="key">The key.</param>
    /// <param name="binaryValue">The bytes, copied before the method returns.</param>
    /// <param name="etag">The version.</param>
    /// <param name="stateOptions">Concurrency and consistency.</param>
    /// <param name="metadata">Options of the store, such as <c>ttlInSeconds</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when the key has another version by now.</returns>
    public abstract Task<bool> TrySaveByteStateAsync(
        string storeName,
        string key,
        ReadOnlyMemory<byte> binaryValue,
        string etag,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Saves many values as JSON. Not atomic.</summary>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="items">The values, at least one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task SaveBulkStateAsync<TValue>(
        string storeName, IReadOnlyList<SaveStateItem<TValue>> items, CancellationToken cancellationToken = default);

    /// <summary>Changes many keys: all or none.</summary>
    /// <param name="storeName">Name of the state store component, which must be transactional.</param>
    /// <param name="operations">The changes, at least one, in order.</param>
    /// <param name="metadata">Options of the store.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task ExecuteStateTransactionAsync(
        string storeName,
        IReadOnlyList<StateTransactionRequest> operations,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Deletes a key. A missing key is fine.</summary>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="key">The key.</param>
    /// <param name="stateOptions">Concurrency and consistency.</param>
    /// <param name="metadata">Options of the store.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task DeleteStateAsync(
        string storeName,
        string key,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Deletes a key if it still has a version.</summary>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="key">The key.</param>
    /// <param name="etag">The version.</param>
    /// <param name="stateOptions">Concurrency and consistency.</param>
    /// <param name="metadata">Options of the store.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when the key has another version by now.</returns>
    public abstract Task<bool> TryDeleteStateAsync(
        string storeName,
        string key,
        string etag,
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Deletes many keys. Not atomic.</summary>
    /// <param name="storeName">Name of the state store component.</param>
    /// <param name="items">The keys.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task DeleteBulkStateAsync(
        string storeName, IReadOnlyList<BulkDeleteStateItem> items, CancellationToken cancellationToken = default);
}
