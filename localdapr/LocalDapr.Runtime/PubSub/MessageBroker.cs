using System.Collections.Concurrent;
using LocalDapr.Runtime.PubSub.Delivery;
using LocalDapr.Storage;

namespace LocalDapr.Runtime.PubSub;

/// <summary>The topics of all pub/sub components of a host. Every app sees the same ones: a topic is named by component and topic.</summary>
internal sealed class MessageBroker(KeyValueStore store)
{
    private readonly ConcurrentDictionary<(string Component, string Topic), Lazy<TopicLog>> _topics = new();

    /// <summary>Where the topics are kept, beside the state.</summary>
    public KeyValueStore Store => store;

    public TopicLog Topic(string component, string topic) =>
        _topics.GetOrAdd((component, topic), key => new Lazy<TopicLog>(() => new TopicLog(store, key.Component, key.Topic))).Value;

    /// <summary>How far each subscriber of a topic is behind, of all topics that were used since the start.</summary>
    public IReadOnlyList<(string Component, string Topic, GroupLag Lag)> ReadLags() =>
        [.. _topics
            .Where(topic => topic.Value.IsValueCreated)
            .OrderBy(topic => topic.Key.Component, StringComparer.Ordinal).ThenBy(topic => topic.Key.Topic, StringComparer.Ordinal)
            .SelectMany(topic => topic.Value.Value.ReadLags().Select(lag => (topic.Key.Component, topic.Key.Topic, lag)))];

    /// <summary>The topics that a group has joined, in this run or an earlier one.</summary>
    public IReadOnlyList<(string Component, string Topic)> TopicsOf(string group) =>
        [.. TopicLog.AllGroups(store).Where(joined => joined.Group == group).Select(joined => (joined.Component, joined.Topic))];
}
