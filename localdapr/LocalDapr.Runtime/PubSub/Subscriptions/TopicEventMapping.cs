using System.Text;
using System.Text.Json;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LocalDapr.Runtime.PubSub.CloudEvents;
using LocalDapr.Runtime.PubSub.Delivery;
using AppStatus = Dapr.Proto.Runtime.V1.TopicEventResponse.Types.TopicEventResponseStatus;

namespace LocalDapr.Runtime.PubSub.Subscriptions;

/// <summary>Events, and what became of them, in the messages of Dapr's gRPC API.</summary>
internal static class TopicEventMapping
{
    private static readonly HashSet<string> OwnFields =
        ["id", "source", "type", "specversion", "datacontenttype", "topic", "pubsubname", "data", "data_base64"];

    /// <summary>The CloudEvent as a message; its attributes that are no fields are extensions.</summary>
    public static TopicEventRequest ToRequest(TopicEvent topicEvent)
    {
        var cloudEvent = topicEvent.CloudEvent;
        return new TopicEventRequest
        {
            Id = cloudEvent.Attribute("id") ?? "",
            Source = cloudEvent.Attribute("source") ?? "",
            Type = cloudEvent.Attribute("type") ?? "",
            SpecVersion = cloudEvent.Attribute("specversion") ?? "",
            DataContentType = cloudEvent.Attribute("datacontenttype") ?? "",
            Topic = cloudEvent.Attribute("topic") ?? "",
            PubsubName = cloudEvent.Attribute("pubsubname") ?? "",
            Path = topicEvent.Path,
            Data = DataOf(cloudEvent),
            Extensions = ExtensionsOf(cloudEvent),
        };
    }

    public static DeliveryStatus StatusOf(AppStatus status) => status switch
    {
        AppStatus.Success => DeliveryStatus.Success,
        AppStatus.Drop => DeliveryStatus.Drop,
        _ => DeliveryStatus.Retry,
    };

    private static ByteString DataOf(JsonElement cloudEvent)
    {
        if (cloudEvent.TryGetProperty("data_base64", out var base64) && base64.TryGetBytesFromBase64(out var bytes))
            return UnsafeByteOperations.UnsafeWrap(bytes);
        if (!cloudEvent.TryGetProperty("data", out var data))
            return ByteString.Empty;
        var isText = data.ValueKind == JsonValueKind.String && !ContentTypes.IsJson(cloudEvent.Attribute("datacontenttype"));
        return ByteString.CopyFrom(isText ? data.GetString()! : data.GetRawText(), Encoding.UTF8);
    }

    private static Struct ExtensionsOf(JsonElement cloudEvent)
    {
        var extensions = new Struct();
        foreach (var attribute in cloudEvent.EnumerateObject().Where(attribute => !OwnFields.Contains(attribute.Name)))
            extensions.Fields[attribute.Name] = Value.Parser.ParseJson(attribute.Value.GetRawText());
        return extensions;
    }
}
