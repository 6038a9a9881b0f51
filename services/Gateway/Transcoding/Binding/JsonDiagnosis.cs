using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Platform.Gateway.Problems;

namespace Platform.Gateway.Transcoding.Binding;

/// <summary>
/// Finds out which fields made the JSON parser refuse a body. Runs after a refusal only, so that good requests are parsed
/// once. Values are judged by the same parser, one by one: what it takes and what is reported here cannot differ.
/// </summary>
internal sealed class JsonDiagnosis
{
    private const int MaxErrors = 20;

    /// <summary>Bounds the work on a large body that is wrong in many places, or near its end.</summary>
    private const int MaxValues = 10_000;

    private readonly List<FieldError> _errors = [];
    private int _values;

    /// <summary>The fields at fault; empty when none can be told.</summary>
    public static IReadOnlyList<FieldError> Explain(JsonElement json, MessageDescriptor message, string path)
    {
        var diagnosis = new JsonDiagnosis();
        diagnosis.Message(json, message, path);
        return diagnosis._errors;
    }

    private bool IsExhausted => _errors.Count >= MaxErrors || _values >= MaxValues;

    private void Message(JsonElement json, MessageDescriptor message, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Report(path, "must be an object");
            return;
        }
        var members = new Dictionary<OneofDescriptor, FieldDescriptor>();
        foreach (var property in json.EnumerateObject())
        {
            if (IsExhausted) return;
            var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (FieldPath.FindField(message, property.Name) is not { } field)
            {
                Report(name, "is no field of " + message.Name);
                continue;
            }
            if (property.Value.ValueKind == JsonValueKind.Null) continue;
            if (field.RealContainingOneof is { } oneof && !members.TryAdd(oneof, field))
            {
                Report(name, $"cannot be set together with {members[oneof].JsonName}");
            }
            Field(property.Value, field, name);
        }
    }

    private void Field(JsonElement json, FieldDescriptor field, string path)
    {
        if (field.IsMap)
        {
            Map(json, field, path);
        }
        else if (field.IsRepeated)
        {
            Repeated(json, field, path);
        }
        else if (HasFields(field))
        {
            Message(json, field.MessageType, path);
        }
        else if (!Accepts(field, json.GetRawText()))
        {
            Report(path, FieldText.Expectation(field));
        }
    }

    private void Repeated(JsonElement json, FieldDescriptor field, string path)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            Report(path, "must be an array");
            return;
        }
        var index = 0;
        foreach (var element in json.EnumerateArray())
        {
            if (IsExhausted) return;
            var name = $"{path}[{index++}]";
            if (HasFields(field)) Message(element, field.MessageType, name);
            else if (!Accepts(field, $"[{element.GetRawText()}]")) Report(name, FieldText.Expectation(field));
        }
    }

    private void Map(JsonElement json, FieldDescriptor field, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Report(path, "must be an object");
            return;
        }
        var value = field.MessageType.FindFieldByNumber(2);
        foreach (var entry in json.EnumerateObject())
        {
            if (IsExhausted) return;
            var name = $"{path}.{entry.Name}";
            if (HasFields(value)) Message(entry.Value, value.MessageType, name);
            else if (!Accepts(field, $"{{{Quoted(entry.Name)}:{entry.Value.GetRawText()}}}")) Report(name, FieldText.Expectation(value));
        }
    }

    private bool Accepts(FieldDescriptor field, string json)
    {
        _values++;
        try
        {
            JsonParser.Default.Parse($"{{{Quoted(field.JsonName)}:{json}}}", field.ContainingType);
            return true;
        }
        catch (Exception refused) when (refused is InvalidProtocolBufferException or InvalidJsonException)
        {
            return false;
        }
    }

    private void Report(string path, string description) => _errors.Add(new FieldError(path.Length == 0 ? "body" : path, description));

    private static string Quoted(string text) => JsonSerializer.Serialize(text, GatewayJson.Default.String);

    private static bool HasFields(FieldDescriptor field) =>
        field.FieldType == FieldType.Message && !FieldMasks.IsWellKnown(field.MessageType);
}
