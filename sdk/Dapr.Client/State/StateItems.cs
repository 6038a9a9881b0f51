namespace Dapr.Client;

/// <summary>One text of a bulk read.</summary>
/// <param name="key">The key.</param>
/// <param name="value">The text.</param>
/// <param name="etag">The version.</param>
public readonly struct BulkStateItem(string key, string value, string etag)
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>The text; empty when the key does not exist.</summary>
    public string Value { get; } = value;

    /// <summary>The version; empty when the key does not exist.</summary>
    public string ETag { get; } = etag;
}

/// <summary>One value of a bulk read.</summary>
/// <typeparam name="TValue">Type of the value.</typeparam>
/// <param name="key">The key.</param>
/// <param name="value">The value.</param>
/// <param name="etag">The version.</param>
public readonly struct BulkStateItem<TValue>(string key, TValue value, string etag)
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>The value; the type's default when the key does not exist.</summary>
    public TValue Value { get; } = value;

    /// <summary>The version; empty when the key does not exist.</summary>
    public string ETag { get; } = etag;
}

/// <summary>One value of a bulk save.</summary>
/// <typeparam name="TValue">Type of the value.</typeparam>
/// <param name="key">The key.</param>
/// <param name="value">The value.</param>
/// <param name="etag">The version that the key must still have; null for an unconditional save.</param>
/// <param name="stateOptions">Concurrency and consistency.</param>
/// <param name="metadata">Options of the store.</param>
public readonly struct SaveStateItem<TValue>(
    string key, TValue value, string etag, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null)
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>The value.</summary>
    public TValue Value { get; } = value;

    /// <summary>The version that the key must still have.</summary>
    public string ETag { get; } = etag;

    /// <summary>Concurrency and consistency.</summary>
    public StateOptions? StateOptions { get; } = stateOptions;

    /// <summary>Options of the store.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; } = metadata;
}

/// <summary>One key of a bulk delete.</summary>
/// <param name="key">The key.</param>
/// <param name="etag">The version that the key must still have; null for an unconditional delete.</param>
/// <param name="stateOptions">Concurrency and consistency.</param>
/// <param name="metadata">Options of the store.</param>
public readonly struct BulkDeleteStateItem(
    string key, string etag, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null)
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>The version that the key must still have.</summary>
    public string ETag { get; } = etag;

    /// <summary>Concurrency and consistency.</summary>
    public StateOptions? StateOptions { get; } = stateOptions;

    /// <summary>Options of the store.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; } = metadata;
}
