using System.Globalization;
using System.Text.Json;

namespace Platform.Gateway.Transcoding.Json;

/// <summary>Writes the scalars that JSON has no like of.</summary>
internal static class ScalarWriters
{
    /// <summary>The bytes that a whole number may have, with its sign.</summary>
    public const int MaxDigits = 20;

    /// <summary>Numbers of 64 bits are strings: most parsers read numbers into doubles, which have 53 bits.</summary>
    public static void Write(Utf8JsonWriter json, long value)
    {
        Span<byte> digits = stackalloc byte[MaxDigits];
        value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        json.WriteStringValue(digits[..length]);
    }

    /// <inheritdoc cref="Write(Utf8JsonWriter, long)"/>
    public static void Write(Utf8JsonWriter json, ulong value)
    {
        Span<byte> digits = stackalloc byte[MaxDigits];
        value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        json.WriteStringValue(digits[..length]);
    }

    public static void Write(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value)) json.WriteNumberValue(value);
        else WriteNotFinite(json, value);
    }

    public static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else WriteNotFinite(json, value);
    }

    public static void Write(Utf8JsonWriter json, string value) => json.WriteStringValue(WellFormed.Text(value));

    private static void WriteNotFinite(Utf8JsonWriter json, double value) =>
        json.WriteStringValue(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);
}
