using System.Text;

namespace Platform.Benchmarks.Http;

/// <summary>
/// The header block of requests that are all alike, as HPACK (RFC 7541): the first one enters its fields into the connection's table, the others name its entries,
/// which is what clients of gRPC do.
/// </summary>
internal sealed class PreparedHeaders
{
    // Entries of the static table, which needs no entering (appendix A).
    private static readonly byte[] Common = [0x80 | 3 /* :method: POST */, 0x80 | 6 /* :scheme: http */];

    private const byte Indexed = 0x80;
    private const byte LiteralWithNewName = 0x40;
    private const int FirstDynamicIndex = 62;

    private bool _isEntered;

    /// <param name="fields">Names in lower case with their values, those with a colon first.</param>
    public PreparedHeaders(params (string Name, string Value)[] fields)
    {
        Literal = [.. Common, .. fields.SelectMany(field => (byte[])[LiteralWithNewName, .. Text(field.Name), .. Text(field.Value)])];
        // The field that was entered last has the least index.
        Short = [.. Common, .. fields.Select((_, i) => (byte)(Indexed | (FirstDynamicIndex + fields.Length - 1 - i)))];
    }

    private byte[] Literal { get; }

    private byte[] Short { get; }

    /// <summary>The block of the next request of the connection.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var block = _isEntered ? Short : Literal;
        _isEntered = true;
        return block;
    }

    // Lengths below 127 are one byte; the bit above them says that the text is not Huffman coded.
    private static byte[] Text(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        return bytes.Length < 127 ? [(byte)bytes.Length, .. bytes] : throw new ArgumentException("is too long to be prepared", nameof(text));
    }
}
