using System.Text;
using System.Text.Json;
using LocalDapr.Runtime.PubSub.CloudEvents;

namespace LocalDapr.Runtime.PubSub;

/// <summary>Reads the body of a bulk publish request over HTTP: <c>[{"entryId","event","contentType","metadata"}]</c>.</summary>
internal static class BulkEntries
{
    /// <param name="body">The JSON.</param>
    /// <param name="metadata">The metadata of the request; that of an entry wins.</param>
    /// <param name="problem">Why the body cannot be read, or null.</param>
    public static IReadOnlyList<PublishEntry> Parse(ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string> metadata, out string? problem)
    {
        problem = null;
        try
        {
            var entries = JsonSerializer.Deserialize<List<JsonEntry>>(body.Span, JsonSerializerOptions.Web) ?? [];
            if (entries.Exists(entry => string.IsNullOrEmpty(entry.EntryId)))
                problem = "an entry has no entryId";
            else if (entries.DistinctBy(entry => entry.EntryId).Count() < entries.Count)
                problem = "entryIds are not unique";
            else
                return [.. entries.Select(entry => ToEntry(entry, metadata))];
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            problem = exception.Message;
        }

        return [];
    }

    /// <summary>The metadata of an entry over that of its request.</summary>
    public static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> ofRequest, IEnumerable<KeyValuePair<string, string>>? ofEntry)
    {
        var merged = new Dictionary<string, string>(ofRequest, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in ofEntry ?? [])
            merged[name] = value;
        return merged;
    }

    private static PublishEntry ToEntry(JsonEntry entry, IReadOnlyDictionary<string, string> metadata) =>
        new(BytesOf(entry.Event, entry.ContentType), entry.ContentType, Merge(metadata, entry.Metadata));

    /// <summary>JSON stays JSON, binary data come as Base64, everything else as a string.</summary>
    private static byte[] BytesOf(JsonElement value, string? contentType)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
            throw new FormatException("an entry has no event");
        if (value.ValueKind != JsonValueKind.String || ContentTypes.IsJson(contentType) || ContentTypes.IsCloudEvent(contentType))
            return Encoding.UTF8.GetBytes(value.GetRawText());
        return ContentTypes.IsBinary(contentType) ? value.GetBytesFromBase64() : Encoding.UTF8.GetBytes(value.GetString()!);
    }

    private sealed record JsonEntry(string? EntryId, JsonElement Event, string? ContentType, Dictionary<string, string>? Metadata);
}
