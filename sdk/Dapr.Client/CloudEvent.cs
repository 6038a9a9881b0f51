using System.Text.Json.Serialization;

namespace Dapr;

/// <summary>
/// Attributes of a CloudEvent which the publisher sets itself. Publishing one of these instead of bare data tells the sidecar not to
/// wrap it again; the sidecar fills in what is missing.
/// </summary>
public class CloudEvent
{
    /// <summary>Where the event comes from.</summary>
    [JsonPropertyName("source")]
    public Uri? Source { get; init; }

    /// <summary>What kind of event it is.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>What the event is about, within its source.</summary>
    [JsonPropertyName("subject")]
    public string? Subject { get; init; }
}

/// <summary>A CloudEvent with JSON data.</summary>
/// <typeparam name="TData">Type of the data.</typeparam>
/// <param name="data">The data.</param>
public class CloudEvent<TData>(TData data) : CloudEvent
{
    /// <summary>The data.</summary>
    public TData Data { get; } = data;

    /// <summary>Media type of the data: always JSON.</summary>
    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; } = "application/json";
}
