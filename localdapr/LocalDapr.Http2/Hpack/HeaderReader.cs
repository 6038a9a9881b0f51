using System.Buffers;
using System.Text;

namespace LocalDapr.Http2.Hpack;

/// <summary>
/// Reads the header fields of a block that was written as HPACK (RFC 7541) for a peer with a dynamic table of no bytes, which is what this client asks for: no block
/// depends on another.
/// </summary>
/// <param name="block">The block.</param>
internal ref struct HeaderReader(ReadOnlySpan<byte> block)
{
    private ReadOnlySpan<byte> _rest = block;
    private bool _hasRead;

    /// <summary>Reads the next field; false at the end.</summary>
    /// <exception cref="HttpProtocolException">The block is broken.</exception>
    public bool TryRead(out string name, out string value)
    {
        (name, value) = ("", "");
        while (!_rest.IsEmpty)
        {
            switch (_rest[0])
            {
                case >= 0x80:
                    (name, value) = StaticTable.Get(ReadInteger(prefixBits: 7));
                    return _hasRead = true;
                case >= 0x20 and < 0x40:
                    ReadTableSize();
                    break;
                case var first:
                    // Whether a field is to be entered into the table or not: no field fits.
                    var index = ReadInteger(prefixBits: first >= 0x40 ? 6 : 4);
                    name = index > 0 ? StaticTable.Get(index).Name : ReadText();
                    value = ReadText();
                    return _hasRead = true;
            }
        }

        return false;
    }

    // Section 6.3: at the begin of a block, and not above what was asked for.
    private void ReadTableSize()
    {
        if (ReadInteger(prefixBits: 5) != 0 || _hasRead)
            throw ErrorCode.CompressionError.With("the table changes its size");
    }

    // Section 5.1; none that is allowed has more than 28 bits after the prefix.
    private int ReadInteger(int prefixBits)
    {
        var prefix = (1 << prefixBits) - 1;
        var value = Take(1)[0] & prefix;
        if (value < prefix)
            return value;
        for (var shift = 0; shift < 28; shift += 7)
        {
            var next = Take(1)[0];
            value += (next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw ErrorCode.CompressionError.With("an integer is too large");
    }

    // Section 5.2. Octets are characters, as in HttpClient.
    private string ReadText()
    {
        var isHuffman = !_rest.IsEmpty && _rest[0] >= 0x80;
        var text = Take(ReadInteger(prefixBits: 7));
        if (!isHuffman)
            return Encoding.Latin1.GetString(text);
        var decoded = ArrayPool<byte>.Shared.Rent(Huffman.MaxLength(text.Length));
        try
        {
            return Encoding.Latin1.GetString(decoded, 0, Huffman.Decode(text, decoded));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(decoded);
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw ErrorCode.CompressionError.With("a block ends within a field");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
