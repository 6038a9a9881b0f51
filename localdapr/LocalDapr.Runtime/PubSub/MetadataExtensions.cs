namespace LocalDapr.Runtime.PubSub;

/// <summary>Reads the string maps that requests and subscriptions carry.</summary>
internal static class MetadataExtensions
{
    /// <summary>Whether a value is one that Dapr takes for true.</summary>
    public static bool IsTrue(this IReadOnlyDictionary<string, string> metadata, string name) =>
        IsTrue(metadata.GetValueOrDefault(name));

    /// <inheritdoc cref="IsTrue(IReadOnlyDictionary{string, string}, string)" />
    public static bool IsTrue(string? value) => value?.Trim().ToLowerInvariant() is "true" or "t" or "yes" or "y" or "on" or "1";
}
