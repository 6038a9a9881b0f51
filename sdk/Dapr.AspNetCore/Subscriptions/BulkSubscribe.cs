namespace Dapr.AspNetCore;

/// <summary>Endpoint metadata: events of a topic come in bulk.</summary>
public interface IBulkSubscribeMetadata
{
    /// <summary>Most events of one delivery.</summary>
    int MaxMessagesCount { get; }

    /// <summary>Longest wait for a delivery to fill, in milliseconds.</summary>
    int MaxAwaitDurationMs { get; }

    /// <summary>The topic.</summary>
    string TopicName { get; }
}

/// <summary>Has the events of a topic come in bulk. The endpoint must be subscribed to the topic as well.</summary>
/// <param name="topicName">The topic.</param>
/// <param name="maxMessagesCount">Most events of one delivery.</param>
/// <param name="maxAwaitDurationMs">Longest wait for a delivery to fill, in milliseconds.</param>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public class BulkSubscribeAttribute(string topicName, int maxMessagesCount, int maxAwaitDurationMs) : Attribute, IBulkSubscribeMetadata
{
    internal const int DefaultMaxMessagesCount = 100;
    internal const int DefaultMaxAwaitDurationMs = 1000;

    /// <summary>Has the events of a topic come in bulk, waiting a second at most.</summary>
    /// <param name="topicName">The topic.</param>
    /// <param name="maxMessagesCount">Most events of one delivery.</param>
    public BulkSubscribeAttribute(string topicName, int maxMessagesCount)
        : this(topicName, maxMessagesCount, DefaultMaxAwaitDurationMs)
    {
    }

    /// <summary>Has the events of a topic come in bulk, a hundred at most, waiting a second at most.</summary>
    /// <param name="topicName">The topic.</param>
    public BulkSubscribeAttribute(string topicName)
        : this(topicName, DefaultMaxMessagesCount)
    {
    }

    /// <inheritdoc />
    public int MaxMessagesCount { get; } = maxMessagesCount;

    /// <inheritdoc />
    public int MaxAwaitDurationMs { get; } = maxAwaitDurationMs;

    /// <inheritdoc />
    public string TopicName { get; } = topicName;
}

/// <summary>How the events of a topic come in bulk.</summary>
public class BulkSubscribeTopicOptions
{
    /// <summary>Most events of one delivery.</summary>
    public int MaxMessagesCount { get; set; } = BulkSubscribeAttribute.DefaultMaxMessagesCount;

    /// <summary>Longest wait for a delivery to fill, in milliseconds.</summary>
    public int MaxAwaitDurationMs { get; set; } = BulkSubscribeAttribute.DefaultMaxAwaitDurationMs;

    /// <summary>The topic. Required.</summary>
    public string? TopicName { get; set; }
}
