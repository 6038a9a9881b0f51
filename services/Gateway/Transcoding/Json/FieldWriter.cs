using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Platform.Gateway.Transcoding.Json;

/// <summary>Writes one field of messages of a type.</summary>
internal abstract class FieldWriter<TMessage>
    where TMessage : IMessage
{
    public static FieldWriter<TMessage> Create(FieldDescriptor field, ValueWriters values)
    {
        var getter = typeof(TMessage).GetProperty(field.PropertyName)!.GetMethod!;
        var type = typeof(PropertyWriter<,>).MakeGenericType(typeof(TMessage), getter.ReturnType);
        return (FieldWriter<TMessage>)Activator.CreateInstance(type, field, getter, values)!;
    }

    /// <summary>Writes name and value, or nothing when the field has a presence and is not set.</summary>
    public abstract void Write(Utf8JsonWriter json, TMessage message);

    /// <summary>Writes the value alone, <c>null</c> for a message that is not set.</summary>
    public abstract void WriteValue(Utf8JsonWriter json, TMessage message);
}
