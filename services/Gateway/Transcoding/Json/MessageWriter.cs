using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Platform.Gateway.Transcoding.Json;

/// <summary>Writes messages of one type as objects.</summary>
internal sealed class MessageWriter<T>(MessageDescriptor descriptor, ValueWriters values)
    where T : IMessage
{
    // Looked up when the first message is written, because a type may have itself among its fields. Two threads find the same.
    private FieldWriter<T>[]? _fields;

    public void Write(Utf8JsonWriter json, T message)
    {
        json.WriteStartObject();
        foreach (var field in _fields ??= Compile()) field.Write(json, message);
        json.WriteEndObject();
    }

    private FieldWriter<T>[] Compile() => [.. descriptor.Fields.InFieldNumberOrder().Select(field => FieldWriter<T>.Create(field, values))];
}
