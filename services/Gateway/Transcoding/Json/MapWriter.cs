using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Collections;

namespace Platform.Gateway.Transcoding.Json;

/// <summary>Writes maps as objects, whose names are the keys as text.</summary>
internal sealed class MapWriter<TKey, TValue>(ValueWriter<TValue> element)
    where TKey : notnull
{
    public void Write(Utf8JsonWriter json, MapField<TKey, TValue> map)
    {
        json.WriteStartObject();
        // Enumerating allocates, even what has nothing in it.
        if (map.Count > 0)
        {
            foreach (var (key, value) in map)
            {
                WriteName(json, key);
                element(json, value);
            }
        }
        json.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter json, TKey key)
    {
        switch (key)
        {
            case string text:
                json.WritePropertyName(WellFormed.Text(text));
                break;
            case bool flag:
                json.WritePropertyName(flag ? "true"u8 : "false"u8);
                break;
            default:
                Span<byte> digits = stackalloc byte[ScalarWriters.MaxDigits];
                ((IUtf8SpanFormattable)key).TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
                json.WritePropertyName(digits[..length]);
                break;
        }
    }
}
