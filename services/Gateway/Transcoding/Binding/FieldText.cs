using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Platform.Gateway.Transcoding.Binding;

/// <summary>Reads the values of path variables and query parameters: plain text, not JSON.</summary>
internal static class FieldText
{
    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign;

    private static readonly HashSet<string> TextTypes = new(StringComparer.Ordinal)
    {
        Timestamp.Descriptor.FullName, Duration.Descriptor.FullName, FieldMask.Descriptor.FullName,
    };

    /// <summary>Whether one text can hold a value of the field (of one element, when it is repeated).</summary>
    public static bool IsReadable(FieldDescriptor field) => !field.IsMap && field.FieldType switch
    {
        FieldType.Group => false,
        FieldType.Message => TextTypes.Contains(field.MessageType.FullName) || IsWrapper(field.MessageType),
        _ => true,
    };

    /// <summary>Reads a value in the shape that the field's accessor takes.</summary>
    public static bool TryRead(FieldDescriptor field, string text, [NotNullWhen(true)] out object? value)
    {
        value = field.FieldType switch
        {
            FieldType.String => text,
            FieldType.Bool => text switch { "true" => true, "false" => false, _ => null },
            FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => Number<int>(text),
            FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Number<long>(text),
            FieldType.UInt32 or FieldType.Fixed32 => Number<uint>(text),
            FieldType.UInt64 or FieldType.Fixed64 => Number<ulong>(text),
            FieldType.Double => Real(text),
            FieldType.Float => Real(text) is { } real && (double.IsInfinity(real) || float.IsFinite((float)real) || double.IsNaN(real)) ? (float)real : null,
            FieldType.Enum => field.EnumType.FindValueByName(text)?.Number ?? Number<int>(text),
            FieldType.Bytes => Bytes(text),
            FieldType.Message => Message(field.MessageType, text),
            _ => null,
        };
        return value is not null;
    }

    /// <summary>What a value of the field looks like, to be read after its name.</summary>
    public static string Expectation(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => "must be true or false",
        FieldType.Enum => "must be one of " + string.Join(", ", field.EnumType.Values.Select(v => v.Name)),
        FieldType.Bytes => "must be base64",
        FieldType.Double or FieldType.Float => "must be a number",
        FieldType.String => "must be a string",
        FieldType.Message when field.MessageType == Timestamp.Descriptor => "must be a time as in 2030-01-31T12:00:00Z (RFC 3339)",
        FieldType.Message when field.MessageType == Duration.Descriptor => "must be seconds as in 3.5s",
        FieldType.Message when field.MessageType == FieldMask.Descriptor => "must be field names separated by commas",
        FieldType.Message when IsWrapper(field.MessageType) => Expectation(Wrapped(field.MessageType)),
        FieldType.Message => $"must be a {field.MessageType.Name}",
        _ => $"must be an integer within the range of {field.FieldType.ToString().ToLowerInvariant()}",
    };

    /// <summary>Whether the message is one of google/protobuf/wrappers.proto, whose JSON is that of its value.</summary>
    public static bool IsWrapper(MessageDescriptor message) => message.File == WrappersReflection.Descriptor;

    public static FieldDescriptor Wrapped(MessageDescriptor wrapper) => wrapper.FindFieldByNumber(1);

    private static object? Message(MessageDescriptor type, string text)
    {
        // The accessor of a wrapper field takes the bare value.
        if (IsWrapper(type)) return TryRead(Wrapped(type), text, out var value) ? value : null;
        if (type == FieldMask.Descriptor) return FieldMasks.Read(text);
        try
        {
            return JsonParser.Default.Parse(JsonSerializer.Serialize(text, GatewayJson.Default.String), type);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static object? Number<T>(string text)
        where T : struct, System.Numerics.INumber<T> =>
        T.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Real(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float & ~(NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite), CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) ? number : null,
    };

    private static ByteString? Bytes(string text)
    {
        // Both alphabets, padded or not, as the JSON mapping accepts them.
        var standard = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var padded = standard.PadRight((standard.Length + 3) / 4 * 4, '=');
        var buffer = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, buffer, out var length) ? ByteString.CopyFrom(buffer, 0, length) : null;
    }
}
