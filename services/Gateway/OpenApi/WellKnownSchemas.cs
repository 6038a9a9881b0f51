using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Platform.Gateway.Transcoding.Binding;

namespace Platform.Gateway.OpenApi;

/// <summary>The messages whose JSON is not an object of their fields.</summary>
internal static class WellKnownSchemas
{
    private static readonly Dictionary<string, Func<JsonObject>> Schemas = new(StringComparer.Ordinal)
    {
        [Timestamp.Descriptor.FullName] = () => new() { ["type"] = "string", ["format"] = "date-time" },
        [Duration.Descriptor.FullName] = () => new()
        {
            ["type"] = "string",
            ["pattern"] = @"^-?[0-9]+(\.[0-9]{1,9})?s$",
            ["examples"] = new JsonArray("3600s"),
        },
        [FieldMask.Descriptor.FullName] = () => new() { ["type"] = "string", ["description"] = "Field names separated by commas." },
        [Empty.Descriptor.FullName] = () => new() { ["type"] = "object" },
        [Struct.Descriptor.FullName] = () => new() { ["type"] = "object", ["additionalProperties"] = true },
        [Value.Descriptor.FullName] = () => [],
        [ListValue.Descriptor.FullName] = () => new() { ["type"] = "array", ["items"] = new JsonObject() },
        [Any.Descriptor.FullName] = () => new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["@type"] = new JsonObject { ["type"] = "string" } },
            ["additionalProperties"] = true,
        },
        [HttpBody.Descriptor.FullName] = () => new() { ["type"] = "string", ["format"] = "binary" },
    };

    /// <summary>The schema, or null for a message that is an object of its fields. A wrapper has that of its value.</summary>
    public static JsonObject? Find(MessageDescriptor message, Func<FieldDescriptor, JsonObject> value) =>
        FieldText.IsWrapper(message) ? value(FieldText.Wrapped(message)) : Schemas.GetValueOrDefault(message.FullName)?.Invoke();
}
