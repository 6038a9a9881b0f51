using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Platform.Gateway.Transcoding.Templates;

/// <summary>Percent-decoding (RFC 3986 section 2.1) as google/api/http.proto asks for.</summary>
internal static class PercentEncoding
{
    /// <summary>
    /// Decodes <paramref name="text"/>. A variable that spans several segments keeps <c>%2F</c> as it is
    /// (<paramref name="keepSlashes"/>), so that its own separators stay distinguishable.
    /// </summary>
    /// <returns>False where an escape is cut short, is no hexadecimal, or the bytes are no UTF-8.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, bool keepSlashes, [NotNullWhen(true)] out string? decoded)
    {
        if (!text.Contains('%'))
        {
            decoded = text.ToString();
            return true;
        }
        decoded = null;
        // Each character takes at most three UTF-8 bytes, and an escape of three characters gives one.
        var buffer = ArrayPool<byte>.Shared.Rent(text.Length * 3);
        try
        {
            if (!TryDecodeBytes(text, keepSlashes, buffer, out var length) || !Utf8.IsValid(buffer.AsSpan(0, length))) return false;
            decoded = Encoding.UTF8.GetString(buffer, 0, length);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool TryDecodeBytes(ReadOnlySpan<char> text, bool keepSlashes, Span<byte> bytes, out int length)
    {
        length = 0;
        while (!text.IsEmpty)
        {
            var plain = text.IndexOf('%');
            if (plain != 0)
            {
                var run = plain < 0 ? text : text[..plain];
                length += Encoding.UTF8.GetBytes(run, bytes[length..]);
                text = text[run.Length..];
                continue;
            }
            if (text.Length < 3 || !char.IsAsciiHexDigit(text[1]) || !char.IsAsciiHexDigit(text[2])) return false;
            var value = (byte)((HexValue(text[1]) << 4) | HexValue(text[2]));
            if (keepSlashes && value == (byte)'/')
            {
                length += Encoding.ASCII.GetBytes(text[..3], bytes[length..]);
            }
            else
            {
                bytes[length++] = value;
            }
            text = text[3..];
        }
        return true;
    }

    private static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
