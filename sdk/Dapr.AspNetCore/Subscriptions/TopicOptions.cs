namespace Dapr;

/// <summary>A subscription of an endpoint.</summary>
public class TopicOptions
{
    /// <summary>Options of the subscription.</summary>
    public IDictionary<string, string>? Metadata;

    /// <summary>The topic. Required.</summary>
    public string? Name { get; set; }

    /// <summary>Name of the pub/sub component. Required.</summary>
    public string? PubsubName { get; set; }

    /// <summary>Whether events come without a CloudEvent around them.</summary>
    public bool EnableRawPayload { get; set; }

    /// <summary>Condition on the CloudEvent, in CEL; null for the events that no condition matches.</summary>
    public string? Match { get; set; }

    /// <summary>Conditions are tried in ascending order of this.</summary>
    public int Priority { get; set; }

    /// <summary>Ids of the options it takes besides those without an id.</summary>
    public string[]? OwnedMetadatas { get; set; }

    /// <summary>What joins the values of an option that is given more than once; a comma by default.</summary>
    public string? MetadataSeparator { get; set; }

    /// <summary>Where events go that could not be delivered.</summary>
    public string? DeadLetterTopic { get; set; }
}

/// <summary>Options of all subscriptions of an app.</summary>
public class SubscribeOptions
{
    /// <summary>Whether events come without a CloudEvent around them, whatever the subscription says.</summary>
    public bool EnableRawPayload { get; set; }
}
