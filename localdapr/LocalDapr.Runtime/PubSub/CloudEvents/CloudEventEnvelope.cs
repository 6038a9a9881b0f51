using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace LocalDapr.Runtime.PubSub.CloudEvents;

/// <summary>
/// Builds CloudEvents 1.0 in JSON as Dapr does: published data is wrapped, an event that comes as
/// <c>application/cloudevents+json</c> keeps its attributes and gets Dapr's. Metadata <c>cloudevent.*</c> replaces attributes of a
/// wrapped event, <c>ttlInSeconds</c> adds <c>expiration</c>.
/// </summary>
internal sealed class CloudEventEnvelope(string appId, string pubSubName, string topic, TimeProvider time)
{
    private const string DefaultSource = "Dapr";
    private const string DefaultType = "com.dapr.event.sent";
    private const string SpecVersion = "1.0";

    // What metadata of a publish request may replace.
    private static readonly (string Attribute, string Metadata)[] Replaceable =
        [.. new[] { "id", "source", "type", "subject", "traceid", "traceparent", "tracestate" }.Select(name => (name, "cloudevent." + name))];

    private static readonly Dictionary<string, string> NoAttributes = [];

    // What every event has once.
    private static readonly HashSet<string> DaprAttributes =
    [
        "id", "specversion", "source", "type", "datacontenttype", "topic", "pubsubname", "time", "traceid", "traceparent", "tracestate", "expiration",
        "data", "data_base64",
    ];

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions SerializerOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the CloudEvent of a publish request.</summary>
    /// <exception cref="JsonException">The content type says CloudEvent and the data is not a JSON object.</exception>
    public byte[] Create(ReadOnlyMemory<byte> data, string? contentType, TraceContext trace, IReadOnlyDictionary<string, string> metadata) =>
        ContentTypes.IsCloudEvent(contentType) ? Complete(data, trace, metadata) : Wrap(data, contentType, trace, Replacements(metadata), Expiration(metadata));

    /// <summary>Wraps a raw payload for a subscriber that asked for it with <c>rawPayload</c>.</summary>
    public static byte[] FromRaw(ReadOnlyMemory<byte> data, string pubSubName, string topic) => Write(writer =>
    {
        writer.WriteString("id", Guid.NewGuid());
        writer.WriteString("specversion", SpecVersion);
        writer.WriteString("datacontenttype", ContentTypes.Binary);
        writer.WriteString("source", DefaultSource);
        writer.WriteString("type", DefaultType);
        writer.WriteString("topic", topic);
        writer.WriteString("pubsubname", pubSubName);
        writer.WriteBase64String("data_base64", data.Span);
    });

    /// <summary>Wraps data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="contentType">Its content type; plain text if it has none.</param>
    /// <param name="trace">The trace context, unless the attributes have one.</param>
    /// <param name="attributes">Attributes in the place of Dapr's, and further ones.</param>
    /// <param name="expiration">When subscribers do not want it any more.</param>
    public byte[] Wrap(
        ReadOnlyMemory<byte> data, string? contentType, TraceContext trace, IReadOnlyDictionary<string, string> attributes, string? expiration = null)
    {
        contentType = string.IsNullOrEmpty(contentType) ? ContentTypes.Text : contentType;
        var traceParent = attributes.GetValueOrDefault("traceparent") ?? attributes.GetValueOrDefault("traceid") ?? trace.Parent;
        return Write(writer =>
        {
            writer.WriteString("id", attributes.GetValueOrDefault("id") ?? Guid.NewGuid().ToString());
            writer.WriteString("specversion", SpecVersion);
            writer.WriteString("source", attributes.GetValueOrDefault("source") ?? appId);
            writer.WriteString("type", attributes.GetValueOrDefault("type") ?? DefaultType);
            writer.WriteString("datacontenttype", contentType);
            writer.WriteString("topic", topic);
            writer.WriteString("pubsubname", pubSubName);
            writer.WriteString("time", attributes.GetValueOrDefault("time") ?? Format(time.GetUtcNow()));
            writer.WriteString("traceid", traceParent);
            writer.WriteString("traceparent", traceParent);
            writer.WriteString("tracestate", attributes.GetValueOrDefault("tracestate") ?? trace.State);
            foreach (var (name, value) in attributes.Where(attribute => !DaprAttributes.Contains(attribute.Key)))
                writer.WriteString(name, value);
            if (expiration is not null)
                writer.WriteString("expiration", expiration);
            WriteData(writer, data.Span, contentType);
        });
    }

    private static Dictionary<string, string> Replacements(IReadOnlyDictionary<string, string> metadata) => metadata.Count == 0
        ? NoAttributes
        : Replaceable.Where(name => metadata.TryGetValue(name.Metadata, out var value) && value.Length > 0)
            .ToDictionary(name => name.Attribute, name => metadata[name.Metadata]);

    private byte[] Complete(ReadOnlyMemory<byte> data, TraceContext trace, IReadOnlyDictionary<string, string> metadata)
    {
        var cloudEvent = JsonNode.Parse(data.Span) as JsonObject ?? throw new JsonException("A CloudEvent is a JSON object");
        if (cloudEvent.TryAdd("traceid", trace.Parent))
            cloudEvent["traceparent"] = trace.Parent;
        cloudEvent.TryAdd("tracestate", trace.State);
        cloudEvent.TryAdd("time", Format(time.GetUtcNow()));
        cloudEvent["topic"] = topic;
        cloudEvent["pubsubname"] = pubSubName;
        cloudEvent["source"] ??= DefaultSource;
        cloudEvent["type"] ??= DefaultType;
        cloudEvent["specversion"] ??= SpecVersion;
        if (Expiration(metadata) is { } expiration)
            cloudEvent["expiration"] = expiration;
        return Encoding.UTF8.GetBytes(cloudEvent.ToJsonString(SerializerOptions));
    }

    private static void WriteData(Utf8JsonWriter writer, ReadOnlySpan<byte> data, string contentType)
    {
        if (ContentTypes.IsJson(contentType) && IsJson(data))
        {
            writer.WritePropertyName("data");
            writer.WriteRawValue(data, skipInputValidation: true);
        }
        else if (ContentTypes.IsBinary(contentType))
            writer.WriteBase64String("data_base64", data);
        else
            writer.WriteString("data", Encoding.UTF8.GetString(data)); // Also replaces what is not UTF-8.
    }

    private static bool IsJson(ReadOnlySpan<byte> data)
    {
        if (!Utf8.IsValid(data))
            return false;
        var reader = new Utf8JsonReader(data);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private string? Expiration(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue("ttlInSeconds", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? Format(time.GetUtcNow().AddSeconds(seconds))
            : null;

    private static string Format(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static byte[] Write(Action<Utf8JsonWriter> writeAttributes)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        writer.WriteStartObject();
        writeAttributes(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>W3C trace context of a request.</summary>
internal readonly record struct TraceContext(string Parent, string State)
{
    /// <summary>The context of the caller, or a new one when there is none.</summary>
    public static TraceContext Of(HttpContext context)
    {
        context.EnsureTraceContext();
        return new(context.Request.Headers.TraceParent.ToString(), context.Request.Headers.TraceState.ToString());
    }
}
