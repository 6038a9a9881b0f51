using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.State;
using LocalDapr.Storage;

namespace LocalDapr.Runtime.Http;

/// <summary>The JSON bodies of the state API.</summary>
internal static class StateJson
{
    /// <summary>The body of a save: an array of items with key, value, etag, metadata and options.</summary>
    public static IReadOnlyList<StateWrite> ReadSaves(JsonElement body, IReadOnlyDictionary<string, string> queryMetadata)
    {
        if (body.ValueKind != JsonValueKind.Array)
            throw DaprError.MalformedRequest("an array of state items is expected").ToException();
        return [.. body.EnumerateArray().Select(item => ReadWrite(item, queryMetadata, isDelete: false))];
    }

    /// <summary>The body of a transaction: <c>operations</c> of type <c>upsert</c> or <c>delete</c>, each with a <c>request</c>.</summary>
    public static IReadOnlyList<StateWrite> ReadOperations(JsonElement body, IReadOnlyDictionary<string, string> queryMetadata)
    {
        var metadata = Merge(ReadMetadata(body), queryMetadata);
        if (!Require(body, JsonValueKind.Object).TryGetProperty("operations", out var operations))
            return [];
        return ReadOperationList(operations, metadata);
    }

    /// <summary>The operations themselves, which are the body of an actor's transaction.</summary>
    public static IReadOnlyList<StateWrite> ReadOperationList(JsonElement operations, IReadOnlyDictionary<string, string> metadata) =>
    [
        .. Require(operations, JsonValueKind.Array).EnumerateArray().Select(operation =>
        {
            var type = Text(operation, "operation") ?? "";
            if (type is not ("upsert" or "delete"))
                throw StateErrors.UnsupportedOperation(type).ToException();
            if (!operation.TryGetProperty("request", out var request))
                throw DaprError.MalformedRequest("an operation has no request").ToException();
            return ReadWrite(request, metadata, isDelete: type == "delete");
        }),
    ];

    /// <summary>The body of a bulk read: <c>keys</c>. Its <c>parallelism</c> has no meaning for a store in memory.</summary>
    public static IReadOnlyList<string> ReadKeys(JsonElement body)
    {
        if (!Require(body, JsonValueKind.Object).TryGetProperty("keys", out var keys))
            return [];
        return [.. Require(keys, JsonValueKind.Array).EnumerateArray().Select(key => Scalar(key) ?? "")];
    }

    /// <summary>Writes the answer of a bulk read: what was found of each key, in the order of the request.</summary>
    public static void WriteBulk(IBufferWriter<byte> target, IReadOnlyList<string> keys, StateStore store)
    {
        using var writer = new Utf8JsonWriter(target);
        writer.WriteStartArray();
        foreach (var key in keys)
        {
            writer.WriteStartObject();
            writer.WriteString("key"u8, key);
            if (store.TryGet(key, out var entry))
                WriteEntry(writer, entry);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The concurrency option by its name in the API.</summary>
    public static StateConcurrency ReadConcurrency(string? text) => text switch
    {
        null or "" => StateConcurrency.Unspecified,
        "first-write" => StateConcurrency.FirstWrite,
        "last-write" => StateConcurrency.LastWrite,
        _ => throw StateErrors.InvalidConcurrency(text).ToException(),
    };

    private static void WriteEntry(Utf8JsonWriter writer, Entry entry)
    {
        // Values saved over gRPC are any bytes; JSON can carry only those that are JSON.
        if (!IsJson(entry.Value.Span))
        {
            writer.WriteString("error"u8, "the value is not JSON: read it by its key");
            return;
        }

        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(entry.Value.Span, skipInputValidation: true);
        writer.WriteString("etag"u8, StateStore.ETagOf(entry));
        if (StateStore.ExpiryOf(entry) is { } expiry)
        {
            writer.WriteStartObject("metadata"u8);
            writer.WriteString(StateStore.ExpiryMetadata, expiry);
            writer.WriteEndObject();
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value);
        try
        {
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static StateWrite ReadWrite(JsonElement item, IReadOnlyDictionary<string, string> metadata, bool isDelete)
    {
        Require(item, JsonValueKind.Object);
        return new StateWrite
        {
            Key = Text(item, "key") ?? "",
            // Not a bare null: it would turn into an empty value.
            Value = isDelete ? default(ReadOnlyMemory<byte>?) : ReadValue(item),
            Text = isDelete ? null : PlainText(item),
            ContentType = Text(item, "contentType"),
            ETag = Text(item, "etag"),
            Concurrency = ReadConcurrency(item.TryGetProperty("options", out var options) && options.ValueKind != JsonValueKind.Null
                ? Text(Require(options, JsonValueKind.Object), "concurrency")
                : null),
            Metadata = Merge(ReadMetadata(item), metadata),
        };
    }

    // The value is kept byte for byte as it came: spaces, escapes and the order of members included.
    private static ReadOnlyMemory<byte> ReadValue(JsonElement item) =>
        item.TryGetProperty("value", out var value) ? JsonMarshal.GetRawUtf8Value(value).ToArray() : "null"u8.ToArray();

    private static string? PlainText(JsonElement item) =>
        item.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Dictionary<string, string> ReadMetadata(JsonElement item)
    {
        var metadata = new Dictionary<string, string>();
        if (Require(item, JsonValueKind.Object).TryGetProperty("metadata", out var members) && members.ValueKind != JsonValueKind.Null)
        {
            foreach (var member in Require(members, JsonValueKind.Object).EnumerateObject())
                metadata[member.Name] = Scalar(member.Value) ?? "";
        }

        return metadata;
    }

    private static Dictionary<string, string> Merge(Dictionary<string, string> metadata, IReadOnlyDictionary<string, string> overriding)
    {
        foreach (var (name, value) in overriding)
            metadata[name] = value;
        return metadata;
    }

    private static string? Text(JsonElement item, string name) =>
        Require(item, JsonValueKind.Object).TryGetProperty(name, out var value) ? Scalar(value) : null;

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw DaprError.MalformedRequest("a text is expected where an object or array is").ToException(),
    };

    private static JsonElement Require(JsonElement element, JsonValueKind kind) => element.ValueKind == kind
        ? element
        : throw DaprError.MalformedRequest($"an {kind} is expected where {element.ValueKind} is").ToException();
}
