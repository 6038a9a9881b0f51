using System.Net.Http.Headers;

namespace LocalDapr.Runtime.PubSub.CloudEvents;

/// <summary>The content types that decide how Dapr puts data into a CloudEvent.</summary>
internal static class ContentTypes
{
    public const string CloudEvent = "application/cloudevents+json";
    public const string Json = "application/json";
    public const string Binary = "application/octet-stream";
    public const string Text = "text/plain";
    private const string CloudEventProtobuf = "application/cloudevents+protobuf";

    public static bool IsCloudEvent(string? contentType) => Is(contentType, CloudEvent);

    public static bool IsJson(string? contentType) => Is(contentType, Json);

    public static bool IsBinary(string? contentType) => Is(contentType, Binary) || Is(contentType, CloudEventProtobuf);

    /// <summary>Compares the media type, without parameters.</summary>
    private static bool Is(string? contentType, string mediaType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var parsed) && mediaType.Equals(parsed.MediaType, StringComparison.OrdinalIgnoreCase);
}
