using System.Buffers;
using System.Globalization;
using System.Text;

namespace Grpc.Shared;

/// <summary>
/// The codec of <c>grpc-message</c>: UTF-8 with every byte outside of printable ASCII, and the percent sign, written as <c>%XX</c>.
/// </summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<char> Literals = SearchValues.Create(
        " !\"#$&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>Encodes a text; text that needs no encoding is returned as it is.</summary>
    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Literals))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && Literals.Contains((char)rune.Value))
            {
                encoded.Append((char)rune.Value);
                continue;
            }

            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }

        return encoded.ToString();
    }

    /// <summary>Decodes a text. Never fails: a percent sign that no two hex digits follow stands for itself.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var bytes = new ArrayBufferWriter<byte>(text.Length);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (rest[0] == '%' && rest.Length > 2 && byte.TryParse(rest[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
            {
                bytes.Write([b]);
                rest = rest[3..];
                continue;
            }

            var literal = rest[1..].IndexOf('%') is var next and >= 0 ? rest[..(next + 1)] : rest;
            Encoding.UTF8.GetBytes(literal, bytes);
            rest = rest[literal.Length..];
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
