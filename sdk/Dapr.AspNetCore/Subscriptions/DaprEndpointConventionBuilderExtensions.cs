using Dapr;
using Dapr.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Subscribes endpoints to topics.</summary>
public static class DaprEndpointConventionBuilderExtensions
{
    /// <summary>Subscribes the endpoint to a topic.</summary>
    /// <typeparam name="T">Type of the builder.</typeparam>
    /// <param name="builder">Builder of the endpoint.</param>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="name">The topic.</param>
    public static T WithTopic<T>(this T builder, string pubsubName, string name)
        where T : IEndpointConventionBuilder =>
        builder.WithTopic(pubsubName, name, enableRawPayload: false);

    /// <summary>Subscribes the endpoint to a topic, with options.</summary>
    /// <typeparam name="T">Type of the builder.</typeparam>
    /// <param name="builder">Builder of the endpoint.</param>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="name">The topic.</param>
    /// <param name="metadata">Options of the subscription.</param>
    public static T WithTopic<T>(this T builder, string pubsubName, string name, IDictionary<string, string>? metadata)
        where T : IEndpointConventionBuilder =>
        builder.WithTopic(pubsubName, name, enableRawPayload: false, metadata);

    /// <summary>Subscribes the endpoint to a topic.</summary>
    /// <typeparam name="T">Type of the builder.</typeparam>
    /// <param name="builder">Builder of the endpoint.</param>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="name">The topic.</param>
    /// <param name="enableRawPayload">Whether events come without a CloudEvent around them.</param>
    public static T WithTopic<T>(this T builder, string pubsubName, string name, bool enableRawPayload)
        where T : IEndpointConventionBuilder =>
        builder.WithTopic(pubsubName, name, enableRawPayload, metadata: null);

    /// <summary>Subscribes the endpoint to a topic, with options.</summary>
    /// <typeparam name="T">Type of the builder.</typeparam>
    /// <param name="builder">Builder of the endpoint.</param>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="name">The topic.</param>
    /// <param name="enableRawPayload">Whether events come without a CloudEvent around them.</param>
    /// <param name="metadata">Options of the subscription.</param>
    public static T WithTopic<T>(
        this T builder, string pubsubName, string name, bool enableRawPayload, IDictionary<string, string>? metadata)
        where T : IEndpointConventionBuilder =>
        builder.WithTopic(new TopicOptions
        {
            PubsubName = pubsubName,
            Name = name,
            EnableRawPayload = enableRawPayload,
            Metadata = metadata,
        });

    /// <summary>Subscribes the endpoint to a topic.</summary>
    /// <typeparam name="T">Type of the builder.</typeparam>
    /// <param name="builder">Builder of the endpoint.</param>
    /// <param name="topicOptions">The subscription.</param>
    public static T WithTopic<T>(this T builder, TopicOptions topicOptions)
        where T : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(topicOptions);
        ArgumentException.ThrowIfNullOrEmpty(topicOptions.PubsubName);
        ArgumentException.ThrowIfNullOrEmpty(topicOptions.Name);
        var topic = new TopicAttribute(
            topicOptions.PubsubName, topicOptions.Name, topicOptions.DeadLetterTopic, topicOptions.EnableRawPayload)
        {
            Match = topicOptions.Match,
            Priority = topicOptions.Priority,
            OwnedMetadatas = topicOptions.OwnedMetadatas,
            MetadataSeparator = topicOptions.MetadataSeparator,
        };
        foreach (var (name, value) in topicOptions.Metadata ?? new Dictionary<string, string>())
        {
            builder.WithMetadata(new TopicMetadataAttribute(name, value));
        }

        return builder.WithMetadata(topic);
    }

    /// <summary>Has the events of a topic come in bulk. The endpoint must be subscribed to the topic as well.</summary>
    /// <typeparam name="T">Type of the builder.</typeparam>
    /// <param name="builder">Builder of the endpoint.</param>
    /// <param name="bulkSubscribeTopicOptions">How they come.</param>
    public static T WithBulkSubscribe<T>(this T builder, BulkSubscribeTopicOptions bulkSubscribeTopicOptions)
        where T : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(bulkSubscribeTopicOptions);
        ArgumentException.ThrowIfNullOrEmpty(bulkSubscribeTopicOptions.TopicName);
        return builder.WithMetadata(new BulkSubscribeAttribute(
            bulkSubscribeTopicOptions.TopicName,
            bulkSubscribeTopicOptions.MaxMessagesCount,
            bulkSubscribeTopicOptions.MaxAwaitDurationMs));
    }
}
