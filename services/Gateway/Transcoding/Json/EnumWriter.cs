using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace Platform.Gateway.Transcoding.Json;

/// <summary>Writes values of an enum by the names of the proto, and those that the proto has no name for as numbers.</summary>
internal sealed class EnumWriter<T>
    where T : struct, Enum
{
    private readonly Dictionary<T, JsonEncodedText> _names = [];

    public EnumWriter()
    {
        foreach (var value in typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var original = value.GetCustomAttribute<OriginalNameAttribute>();
            // Of several names for one number the first one counts.
            if (original is { PreferredAlias: false }) continue;
            _names.Add((T)value.GetValue(null)!, JsonEncodedText.Encode(original?.Name ?? value.Name, JsonBuffer.Encoder));
        }
    }

    public void Write(Utf8JsonWriter json, T value)
    {
        if (_names.TryGetValue(value, out var name)) json.WriteStringValue(name);
        else json.WriteNumberValue(Unsafe.BitCast<T, int>(value));
    }
}
