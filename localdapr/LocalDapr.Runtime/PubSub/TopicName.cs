namespace LocalDapr.Runtime.PubSub;

/// <summary>Which names topics may have. Brokers differ; here all that are text.</summary>
internal static class TopicName
{
    /// <summary>Not empty, and without control characters: one of them separates the parts of keys in the store.</summary>
    public static bool IsValid(string topic) => topic.Length > 0 && !topic.Any(char.IsControl);
}
