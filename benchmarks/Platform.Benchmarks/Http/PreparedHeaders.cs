using System.Text;

namespace Platform.Benchmarks.Http;

/// <summary>
/// The header block of requests that are all alike, as HPACK (RFC 7541): the first one enters its fields into the connection's table, the others name its entries,
/// which is what clients of gRPC do.
/// </summary>
internal sealed class PreparedHeaders
{
    private const byte Indexed = 0x80;
    private const byte LiteralWithNewName = 0x40;
    private const int FirstDynamicIndex = 62;

    // Entries of the static table, which needs no entering (appendix A).
    private static readonly byte[] Common = [Indexed | 3 /* :method: POST */, Indexed | 6 /* :scheme: http */];

    private readonly byte[] _entering;
    private readonly byte[] _naming;
    private bool _isEntered;

    /// <param name="fields">Names in lower case with their values, those with a colon first.</param>
    public PreparedHeaders(params (string Name, string Value)[] fields)
    {
        _entering = [.. Common, .. fields.SelectMany(field => (byte[])[LiteralWithNewName, .. Text(field.Name), .. Text(field.Value)])];
        // The field that was entered last has the least index.
        _naming = [.. Common, .. fields.Select((_, i) => (byte)(Indexed | (FirstDynamicIndex + fields.Length - 1 - i)))];
    }

    /// <summary>The block of the next request of the connection.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var block = _isEntered ? _naming : _entering;
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
