namespace Dapr;

/// <summary>How CloudEvents are unwrapped.</summary>
public class CloudEventsMiddlewareOptions
{
    /// <summary>Whether text data stays a JSON string, quotes and escapes included, even when its media type is not JSON.</summary>
    public bool SuppressJsonDecodingOfTextPayloads { get; set; }

    /// <summary>Whether the event's attributes become request headers <c>Cloudevent.{attribute}</c>.</summary>
    public bool ForwardCloudEventPropertiesAsHeaders { get; set; }

    /// <summary>The only attributes that become headers; null for all.</summary>
    public string[]? IncludedCloudEventPropertiesAsHeaders { get; set; }

    /// <summary>Attributes that do not become headers. Unused when the included ones are named.</summary>
    public string[]? ExcludedCloudEventPropertiesFromHeaders { get; set; }
}
