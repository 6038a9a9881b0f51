using Dapr.Client;

namespace Dapr;

/// <summary>A value that was read, with its version: change it, then save it.</summary>
/// <typeparam name="TValue">Type of the value.</typeparam>
/// <param name="client">The client that saves it.</param>
/// <param name="storeName">Name of the state store component.</param>
/// <param name="key">The key.</param>
/// <param name="value">The value.</param>
/// <param name="etag">The version.</param>
public sealed class StateEntry<TValue>(DaprClient client, string storeName, string key, TValue value, string etag)
{
    /// <summary>Name of the state store component.</summary>
    public string StoreName { get; } = storeName ?? throw new ArgumentNullException(nameof(storeName));

    /// <summary>The key.</summary>
    public string Key { get; } = key ?? throw new ArgumentNullException(nameof(key));

    /// <summary>The value; the type's default when the key does not exist.</summary>
    public TValue Value { get; set; } = value;

    /// <summary>The version that was read. Saving does not renew it: read again to save again conditionally.</summary>
    public string ETag { get; } = etag;

    /// <summary>Deletes the key, whatever its version.</summary>
    public Task DeleteAsync(
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default) =>
        client.DeleteStateAsync(StoreName, Key, stateOptions, metadata, cancellationToken);

    /// <summary>Saves the value, whatever the key's version.</summary>
    public Task SaveAsync(
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default) =>
        client.SaveStateAsync(StoreName, Key, Value, stateOptions, metadata, cancellationToken);

    /// <summary>Saves the value if the key still has the version that was read.</summary>
    /// <returns>False when it has another.</returns>
    public Task<bool> TrySaveAsync(
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default) =>
        client.TrySaveStateAsync(StoreName, Key, Value, ETag, stateOptions, metadata, cancellationToken);

    /// <summary>Deletes the key if it still has the version that was read.</summary>
    /// <returns>False when it has another.</returns>
    public Task<bool> TryDeleteAsync(
        StateOptions? stateOptions = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default) =>
        client.TryDeleteStateAsync(StoreName, Key, ETag, stateOptions, metadata, cancellationToken);
}
