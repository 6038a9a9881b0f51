using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Security.Jose;

/// <summary>A signed text in three parts (RFC 7515, section 7.1): taken apart, not believed yet.</summary>
public sealed class CompactJws
{
    private readonly string _text;
    private readonly int _signingInputLength;
    private readonly byte[] _signature;

    private CompactJws(string text, int signingInputLength, byte[] header, byte[] payload, byte[] signature)
    {
        _text = text;
        _signingInputLength = signingInputLength;
        _signature = signature;
        Header = header;
        Payload = payload;
    }

    /// <summary>The JOSE header, UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Header { get; }

    /// <summary>The payload.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Takes a text apart; false when it is none of three parts in strict base64url.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CompactJws? jws)
    {
        ArgumentNullException.ThrowIfNull(text);
        jws = null;
        Span<Range> parts = stackalloc Range[4];
        if (text.AsSpan().Split(parts, '.') != 3
            || !StrictBase64Url.TryDecode(text.AsSpan()[parts[0]], out var header)
            || !StrictBase64Url.TryDecode(text.AsSpan()[parts[1]], out var payload)
            || !StrictBase64Url.TryDecode(text.AsSpan()[parts[2]], out var signature))
        {
            return false;
        }

        jws = new CompactJws(text, parts[1].End.Value, header, payload, signature);
        return true;
    }

    /// <summary>Signs a payload under a header.</summary>
    public static string Sign(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, ECDsa key)
    {
        var input = $"{StrictBase64Url.Encode(header)}.{StrictBase64Url.Encode(payload)}";
        return $"{input}.{StrictBase64Url.Encode(Es256.Sign(key, Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>Whether the key signed this.</summary>
    public bool IsSignedBy(ECDsa key) => Es256.Verify(key, Encoding.ASCII.GetBytes(_text, 0, _signingInputLength), _signature);
}
