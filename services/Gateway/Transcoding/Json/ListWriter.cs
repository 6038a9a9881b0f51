using System.Text.Json;
using Google.Protobuf.Collections;

namespace Platform.Gateway.Transcoding.Json;

/// <summary>Writes repeated fields as arrays.</summary>
internal sealed class ListWriter<T>(ValueWriter<T> element)
{
    public void Write(Utf8JsonWriter json, RepeatedField<T> list)
    {
        json.WriteStartArray();
        for (var i = 0; i < list.Count; i++) element(json, list[i]);
        json.WriteEndArray();
    }
}
