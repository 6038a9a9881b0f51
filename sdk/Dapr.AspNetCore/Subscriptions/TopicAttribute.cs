namespace Dapr;

/// <summary>Subscribes an endpoint to a topic. It may be given more than once.</summary>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public class TopicAttribute : Attribute, ITopicMetadata, IRawTopicMetadata, IOwnedOriginalTopicMetadata, IDeadLetterTopicMetadata
{
    /// <summary>Subscribes to a topic.</summary>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="name">The topic.</param>
    /// <param name="ownedMetadatas">Ids of the options it takes.</param>
    /// <param name="metadataSeparator">What joins the values of an option.</param>
    public TopicAttribute(string pubsubName, string name, string[]? ownedMetadatas = null, string? metadataSeparator = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(pubsubName);
        ArgumentException.ThrowIfNullOrEmpty(name);
        PubsubName = pubsubName;
        Name = name;
        OwnedMetadatas = ownedMetadatas;
        MetadataSeparator = metadataSeparator;
    }

    /// <summary>Subscribes to a topic.</summary>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="name">The topic.</param>
    /// <param name="enableRawPayload">Whether events come without a CloudEvent around them.</param>
    /// <param name="ownedMetadatas">Ids of the options it takes.</param>
    /// <param name="metadataSeparator">What joins the values of an option.</param>
    public TopicAttribute(
        string pubsubName, string name, bool enableRawPayload, string[]? ownedMetadatas = null, string? metadataSeparator = null)
        : this(pubsubName, name, ownedMetadatas, metadataSeparator) => EnableRawPayload = enableRawPayload;

    /// <summary>Subscribes to the events of a topic that match a condition.</summary>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="name">The topic.</param>
    /// <param name="match">Condition on the CloudEvent, in CEL.</param>
    /// <param name="priority">Conditions are tried in ascending order of this.</param>
    /// <param name="ownedMetadatas">Ids of the options it takes.</param>
    /// <param name="metadataSeparator">What joins the values of an option.</param>
    public TopicAttribute(
        string pubsubName,
        string name,
        string? match,
        int priority,
        string[]? ownedMetadatas = null,
        string? metadataSeparator = null)
        : this(pubsubName, name, ownedMetadatas, metadataSeparator) => (Match, Priority) = (match, priority);

    /// <summary>Subscribes to the events of a topic that match a condition.</summary>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="name">The topic.</param>
    /// <param name="enableRawPayload">Whether events come without a CloudEvent around them.</param>
    /// <param name="match">Condition on the CloudEvent, in CEL.</param>
    /// <param name="priority">Conditions are tried in ascending order of this.</param>
    /// <param name="ownedMetadatas">Ids of the options it takes.</param>
    /// <param name="metadataSeparator">What joins the values of an option.</param>
    public TopicAttribute(
        string pubsubName,
        string name,
        bool enableRawPayload,
        string? match,
        int priority,
        string[]? ownedMetadatas = null,
        string? metadataSeparator = null)
        : this(pubsubName, name, match, priority, ownedMetadatas, metadataSeparator) => EnableRawPayload = enableRawPayload;

    /// <summary>Subscribes to a topic, with a dead-letter topic.</summary>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="name">The topic.</param>
    /// <param name="deadLetterTopic">Where events go that could not be delivered.</param>
    /// <param name="enableRawPayload">Whether events come without a CloudEvent around them.</param>
    /// <param name="ownedMetadatas">Ids of the options it takes.</param>
    /// <param name="metadataSeparator">What joins the values of an option.</param>
    public TopicAttribute(
        string pubsubName,
        string name,
        string? deadLetterTopic,
        bool enableRawPayload,
        string[]? ownedMetadatas = null,
        string? metadataSeparator = null)
        : this(pubsubName, name, enableRawPayload, ownedMetadatas, metadataSeparator) => DeadLetterTopic = deadLetterTopic;

    /// <inheritdoc />
    public string Name { get; set; }

    /// <inheritdoc />
    public string PubsubName { get; set; }

    /// <inheritdoc />
    public bool? EnableRawPayload { get; set; }

    /// <inheritdoc />
    public new string? Match { get; set; }

    /// <inheritdoc />
    public int Priority { get; set; }

    /// <inheritdoc />
    public string[]? OwnedMetadatas { get; set; }

    /// <inheritdoc />
    public string? MetadataSeparator { get; set; }

    /// <inheritdoc />
    public string? DeadLetterTopic { get; set; }
}

/// <summary>Sets an option of an endpoint's subscriptions. It may be given more than once.</summary>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public class TopicMetadataAttribute : Attribute, IOriginalTopicMetadata
{
    /// <summary>Sets an option of all the endpoint's subscriptions.</summary>
    /// <param name="name">The option.</param>
    /// <param name="value">Its value.</param>
    public TopicMetadataAttribute(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        Name = name;
        Value = value;
    }

    /// <summary>Sets an option of the subscriptions that own an id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="name">The option.</param>
    /// <param name="value">Its value.</param>
    public TopicMetadataAttribute(string id, string name, string value)
        : this(name, value)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        Id = id;
    }

    /// <inheritdoc />
    public string? Id { get; }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string Value { get; }
}
