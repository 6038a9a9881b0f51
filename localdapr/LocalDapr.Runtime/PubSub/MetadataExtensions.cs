namespace LocalDapr.Runtime.PubSub;

/// <summary>Reads the string maps that requests and subscriptions carry.</summary>
internal static class MetadataExtensions
{
    /// <summary>Whether a value is one that Dapr takes for true.</summary>
    public static bool IsTrue(this IReadOnlyDictionary<string, string> metadata, string name) =>
        metadata.GetValueOrDefault(name)?.Trim().ToLowerInvariant() is "true" or "t" or "yes" or "y" or "on" or "1";
}
