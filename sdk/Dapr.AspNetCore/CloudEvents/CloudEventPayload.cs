using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Dapr.AspNetCore;

/// <summary>The data of a CloudEvent as a request body.</summary>
/// <param name="Body">The bytes.</param>
/// <param name="ContentType">Their media type; null when the event has no data.</param>
internal sealed record CloudEventPayload(byte[] Body, string? ContentType)
{
    private const string Json = "application/json";

    /// <summary>
    /// Reads the data by the rules of the JSON event format (CloudEvents 1.0.2, section 3.1): <c>data_base64</c> holds bytes, <c>data</c>
    /// a JSON value, or a string that stands for text when the media type is not JSON.
    /// </summary>
    /// <returns>The payload; null when the event is malformed.</returns>
    public static CloudEventPayload? From(JsonElement cloudEvent, CloudEventsMiddlewareOptions options)
    {
        if (cloudEvent.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var data = Find(cloudEvent, "data");
        var binary = Find(cloudEvent, "data_base64");
        if (data is not null && binary is not null)
        {
            return null;
        }

        var contentType = ContentTypeOf(cloudEvent, out var isJson);
        if (binary is { } base64)
        {
            return base64.ValueKind == JsonValueKind.String && base64.TryGetBytesFromBase64(out var bytes)
                ? new CloudEventPayload(bytes, contentType)
                : null;
        }

        if (data is not { } value)
        {
            return new CloudEventPayload([], null);
        }

        var isText = !isJson && value.ValueKind == JsonValueKind.String && !options.SuppressJsonDecodingOfTextPayloads;
        var body = isText ? Encoding.UTF8.GetBytes(value.GetString()!) : JsonMarshal.GetRawUtf8Value(value).ToArray();
        return new CloudEventPayload(body, contentType);
    }

    /// <summary>The body is always UTF-8, so a charset of the event is dropped.</summary>
    private static string ContentTypeOf(JsonElement cloudEvent, out bool isJson)
    {
        if (Find(cloudEvent, "datacontenttype") is not { ValueKind: JsonValueKind.String } attribute
            || !MediaTypeHeaderValue.TryParse(attribute.GetString(), out var mediaType))
        {
            isJson = true;
            return Json;
        }

        isJson = mediaType.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
            || mediaType.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);
        mediaType.Charset = default;
        return mediaType.ToString();
    }

    /// <summary>Attribute names are lower-case by the specification; publishers exist that do not keep to it.</summary>
    private static JsonElement? Find(JsonElement cloudEvent, string name)
    {
        foreach (var attribute in cloudEvent.EnumerateObject())
        {
            if (attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return attribute.Value;
            }
        }

        return null;
    }
}
