using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;
using Platform.Gateway.Transcoding;

namespace Platform.Gateway.OpenApi;

/// <summary>JSON schemas of protobuf messages, as the protobuf JSON mapping writes them.</summary>
internal sealed class SchemaBuilder(ProtoComments comments)
{
    /// <summary>The schemas that were referred to, by full name.</summary>
    public JsonObject Components { get; } = new() { [ProblemSchema.Name] = ProblemSchema.Schema() };

    public static JsonObject Reference(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    /// <summary>The schema of a field, with its comment.</summary>
    public JsonObject Field(FieldDescriptor field)
    {
        var schema = field switch
        {
            { IsMap: true } => new JsonObject { ["type"] = "object", ["additionalProperties"] = Value(field.MessageType.FindFieldByNumber(2)) },
            { IsRepeated: true } => new JsonObject { ["type"] = "array", ["items"] = Value(field) },
            _ => Value(field),
        };
        if (comments[field] is { } comment) schema["description"] = comment;
        if (Behaves(field, FieldBehavior.OutputOnly)) schema["readOnly"] = true;
        if (Behaves(field, FieldBehavior.InputOnly)) schema["writeOnly"] = true;
        return schema;
    }

    /// <summary>The schema of a message: one of a well-known type, else a reference to its component.</summary>
    public JsonObject Message(MessageDescriptor message)
    {
        if (WellKnownSchemas.Find(message, Value) is { } known) return known;
        if (!Components.ContainsKey(message.FullName))
        {
            // Taken before its fields are looked at: messages may contain themselves.
            Components[message.FullName] = null;
            Components[message.FullName] = Object(message, static _ => true);
        }
        return Reference(message.FullName);
    }

    /// <summary>An object of some of a message's fields.</summary>
    public JsonObject Object(MessageDescriptor message, Func<FieldDescriptor, bool> includes)
    {
        var fields = message.Fields.InDeclarationOrder().Where(includes).ToList();
        var properties = new JsonObject();
        foreach (var field in fields) properties[field.JsonName] = Field(field);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (comments[message] is { } comment) schema["description"] = comment;
        var required = fields.Where(f => Behaves(f, FieldBehavior.Required)).Select(f => (JsonNode)f.JsonName).ToArray();
        if (required.Length > 0) schema["required"] = new JsonArray(required);
        return schema;
    }

    public static bool Behaves(FieldDescriptor field, FieldBehavior behavior) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(behavior) == true;

    private JsonObject Value(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => Type("boolean"),
        FieldType.String => Type("string"),
        FieldType.Bytes => Type("string", "byte"),
        FieldType.Double => Type("number", "double"),
        FieldType.Float => Type("number", "float"),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => Type("integer", "int32"),
        FieldType.UInt32 or FieldType.Fixed32 => Type("integer", "int64"),
        // JavaScript has no integers of 64 bits: the mapping writes them as strings.
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Type("string", "int64"),
        FieldType.UInt64 or FieldType.Fixed64 => Type("string", "uint64"),
        FieldType.Enum => Enum(field.EnumType),
        _ => Message(field.MessageType),
    };

    private JsonObject Enum(EnumDescriptor type)
    {
        if (!Components.ContainsKey(type.FullName))
        {
            var schema = Type("string");
            schema["enum"] = new JsonArray(type.Values.Select(v => (JsonNode)v.Name).ToArray());
            var lines = type.Values.Select(v => comments[v] is { } comment ? $"- {v.Name}: {comment}" : $"- {v.Name}").Prepend(comments[type] ?? "");
            schema["description"] = string.Join('\n', lines).Trim();
            Components[type.FullName] = schema;
        }
        return Reference(type.FullName);
    }

    private static JsonObject Type(string type, string? format = null)
    {
        var schema = new JsonObject { ["type"] = type };
        if (format is not null) schema["format"] = format;
        return schema;
    }
}
