using System.Globalization;
using System.Text.Json;

namespace LocalDapr.Runtime.PubSub.CloudEvents;

/// <summary>What the delivery needs to know of a stored CloudEvent.</summary>
internal static class CloudEventReader
{
    /// <summary>Parses an event; null when the bytes are not a JSON object, as a raw payload may be.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> data)
    {
        try
        {
            var document = JsonDocument.Parse(data);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The value of a string attribute, or null.</summary>
    public static string? Attribute(this JsonElement cloudEvent, string name) =>
        cloudEvent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static bool IsExpired(this JsonElement cloudEvent, DateTimeOffset now) =>
        cloudEvent.Attribute("expiration") is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expiration)
        && expiration < now;
}
