namespace Dapr.Client;

/// <summary>One change of a transaction.</summary>
/// <param name="key">The key.</param>
/// <param name="value">The value as it is stored; null for a delete.</param>
/// <param name="operationType">Save or delete.</param>
/// <param name="etag">The version that the key must still have; null for an unconditional change.</param>
/// <param name="metadata">Options of the store.</param>
/// <param name="options">Concurrency and consistency.</param>
public sealed class StateTransactionRequest(
    string key,
    byte[]? value,
    StateOperationType operationType,
    string? etag = null,
    IReadOnlyDictionary<string, string>? metadata = null,
    StateOptions? options = null)
{
    /// <summary>Concurrency and consistency.</summary>
    public StateOptions? Options = options;

    /// <summary>The key.</summary>
    public string Key { get; } = key ?? throw new ArgumentNullException(nameof(key));

    /// <summary>The value as it is stored.</summary>
    public byte[]? Value { get; set; } = value;

    /// <summary>Save or delete.</summary>
    public StateOperationType? OperationType { get; set; } = operationType;

    /// <summary>The version that the key must still have.</summary>
    public string? ETag { get; set; } = etag;

    /// <summary>Options of the store.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; set; } = metadata;
}

/// <summary>What a change of a transaction does.</summary>
public enum StateOperationType
{
    /// <summary>Saves the value, whether or not the key exists.</summary>
    Upsert,

    /// <summary>Deletes the key.</summary>
    Delete,
}
