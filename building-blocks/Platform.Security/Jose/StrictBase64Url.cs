using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Platform.Security.Jose;

/// <summary>
/// Base64url without padding (RFC 7515, section 2). Decoding takes only what encoding gives: one text for one value, so that a token cannot be
/// changed and stay valid.
/// </summary>
public static class StrictBase64Url
{
    /// <summary>Encodes bytes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>Decodes a text; false for padding, white space, other alphabets and stray bits.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.IsValid(text, out var length) || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != length)
        {
            bytes = null;
            return false;
        }

        Array.Resize(ref bytes, written);
        if (!Encode(bytes).AsSpan().SequenceEqual(text))
        {
            bytes = null;
        }

        return bytes is not null;
    }
}
