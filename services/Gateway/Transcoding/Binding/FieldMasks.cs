using System.Text;
using System.Text.Json;
using Google.Api;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Platform.Gateway.Transcoding.Binding;

/// <summary>Field masks from text and from the bodies of PATCH requests.</summary>
internal static class FieldMasks
{
    public const string FieldName = "update_mask";

    /// <summary>Reads paths separated by commas, in the names of JSON or of the proto file.</summary>
    public static FieldMask Read(string text)
    {
        var mask = new FieldMask();
        mask.Paths.AddRange(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ToSnakeCase));
        return mask;
    }

    /// <summary>
    /// The fields that a body names, as AIP-134 lets a server infer them: leaves of nested messages, whole lists and maps.
    /// What the server alone sets (OUTPUT_ONLY) and the etag (AIP-154) are not part of an update.
    /// </summary>
    public static FieldMask FromBody(JsonElement body, MessageDescriptor resource)
    {
        var mask = new FieldMask();
        Collect(body, resource, "", mask);
        return mask;
    }

    private static void Collect(JsonElement body, MessageDescriptor message, string prefix, FieldMask mask)
    {
        foreach (var property in body.EnumerateObject())
        {
            if (FieldPath.FindField(message, property.Name) is not { } field || IsOutputOnly(field) || field.Name is "etag") continue;
            var path = prefix + field.Name;
            if (HasOwnFields(field) && property.Value.ValueKind == JsonValueKind.Object && property.Value.EnumerateObject().Any())
            {
                Collect(property.Value, field.MessageType, path + ".", mask);
            }
            else
            {
                mask.Paths.Add(path);
            }
        }
    }

    private static bool HasOwnFields(FieldDescriptor field) =>
        field.FieldType == FieldType.Message && !field.IsRepeated && !IsWellKnown(field.MessageType);

    public static bool IsWellKnown(MessageDescriptor message) => message.FullName.StartsWith("google.protobuf.", StringComparison.Ordinal);

    public static bool IsOutputOnly(FieldDescriptor field) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.OutputOnly) == true;

    private static string ToSnakeCase(string path)
    {
        var snake = new StringBuilder(path.Length + 4);
        foreach (var c in path)
        {
            if (char.IsAsciiLetterUpper(c)) snake.Append('_').Append(char.ToLowerInvariant(c));
            else snake.Append(c);
        }
        return snake.ToString();
    }
}
