using System.Reflection;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Platform.Gateway.Transcoding.Json;

/// <summary>Writes one field through its property, whose value is never boxed.</summary>
internal sealed class PropertyWriter<TMessage, TValue>(FieldDescriptor field, MethodInfo getter, ValueWriters values) : FieldWriter<TMessage>
    where TMessage : IMessage
{
    private readonly JsonEncodedText _name = JsonEncodedText.Encode(field.JsonName, JsonBuffer.Encoder);
    private readonly Func<TMessage, TValue> _get = getter.CreateDelegate<Func<TMessage, TValue>>();
    private readonly ValueWriter<TValue> _write = values.For<TValue>();

    // Messages and wrappers that are not set are null. Of other fields with a presence only the accessor tells.
    private readonly Func<IMessage, bool>? _isSet =
        field.HasPresence && field.FieldType is not (FieldType.Message or FieldType.Group) ? field.Accessor.HasValue : null;

    public override void Write(Utf8JsonWriter json, TMessage message)
    {
        if (_isSet is not null && !_isSet(message)) return;
        var value = _get(message);
        if (value is null) return;
        json.WritePropertyName(_name);
        _write(json, value);
    }

    public override void WriteValue(Utf8JsonWriter json, TMessage message)
    {
        var value = _get(message);
        if (value is null) json.WriteNullValue();
        else _write(json, value);
    }
}
