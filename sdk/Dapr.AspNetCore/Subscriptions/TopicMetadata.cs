namespace Dapr;

/// <summary>Endpoint metadata: the endpoint handles events of a topic.</summary>
public interface ITopicMetadata
{
    /// <summary>The topic.</summary>
    string Name { get; }

    /// <summary>Name of the pub/sub component.</summary>
    string PubsubName { get; }

    /// <summary>Condition on the CloudEvent, in CEL; null for the events that no condition matches.</summary>
    string? Match { get; }

    /// <summary>Conditions are tried in ascending order of this.</summary>
    int Priority { get; }
}

/// <summary>Endpoint metadata: whether events come without a CloudEvent around them.</summary>
public interface IRawTopicMetadata
{
    /// <summary>Whether they do; null means no.</summary>
    bool? EnableRawPayload { get; }
}

/// <summary>Endpoint metadata: where events go that could not be delivered.</summary>
public interface IDeadLetterTopicMetadata
{
    /// <summary>The topic for them; null to drop them.</summary>
    string? DeadLetterTopic { get; }
}

/// <summary>Endpoint metadata: an option of the endpoint's subscriptions.</summary>
public interface IOriginalTopicMetadata
{
    /// <summary>Which subscriptions it is for: those that own this id; null means all.</summary>
    string? Id { get; }

    /// <summary>The option.</summary>
    string Name { get; }

    /// <summary>Its value.</summary>
    string Value { get; }
}

/// <summary>Endpoint metadata: which options of an endpoint a subscription takes.</summary>
public interface IOwnedOriginalTopicMetadata
{
    /// <summary>Ids of the options it takes besides those without an id.</summary>
    string[]? OwnedMetadatas { get; }

    /// <summary>What joins the values of an option that is given more than once; a comma by default.</summary>
    string? MetadataSeparator { get; }
}
