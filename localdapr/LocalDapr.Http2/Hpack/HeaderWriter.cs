using System.Buffers;
using System.Text;

namespace LocalDapr.Http2.Hpack;

/// <summary>
/// Writes header fields as HPACK (RFC 7541) does without a dynamic table and without Huffman codes: a name from the static table or as it is, a value as it is.
/// On a loopback interface the bytes cost less than what would save them.
/// </summary>
internal static class HeaderWriter
{
    private const byte Indexed = 0x80;
    private const byte TableSize = 0x20;
    private const byte Literal = 0x00;

    // What proxies must not put into a table either (section 7.1.3).
    private const byte LiteralNeverIndexed = 0x10;
    private const int Authorization = 23;
    private const int Cookie = 32;
    private const int ProxyAuthorization = 49;

    private const int MaxIntegerLength = 6;

    /// <summary>Begins a block by saying that there is no dynamic table, which a server that allows less than usual wants to hear (sections 4.2 and 6.3).</summary>
    public static void WriteNoTable(IBufferWriter<byte> block)
    {
        block.GetSpan(1)[0] = TableSize;
        block.Advance(1);
    }

    /// <summary>Writes a field of the static table.</summary>
    public static void Write(IBufferWriter<byte> block, int index)
    {
        block.GetSpan(1)[0] = (byte)(Indexed | index);
        block.Advance(1);
    }

    /// <summary>Writes a field.</summary>
    /// <param name="block">Where to.</param>
    /// <param name="name">Its name, ASCII, in any case.</param>
    /// <param name="value">Its value, which is written as UTF-8.</param>
    public static void Write(IBufferWriter<byte> block, string name, string value)
    {
        var valueLength = Encoding.UTF8.GetByteCount(value);
        var output = block.GetSpan((3 * MaxIntegerLength) + name.Length + valueLength);
        var index = StaticTable.IndexOf(name);
        var length = WriteInteger(output, IsSensitive(index) ? LiteralNeverIndexed : Literal, prefixBits: 4, index);
        if (index == 0)
        {
            length += WriteInteger(output[length..], 0, prefixBits: 7, name.Length);
            Ascii.ToLower(name, output[length..], out var written);
            length += written;
        }

        length += WriteInteger(output[length..], 0, prefixBits: 7, valueLength);
        length += Encoding.UTF8.GetBytes(value, output[length..]);
        block.Advance(length);
    }

    private static bool IsSensitive(int index) => index is Authorization or Cookie or ProxyAuthorization;

    // Section 5.1.
    private static int WriteInteger(Span<byte> output, byte flags, int prefixBits, int value)
    {
        var prefix = (1 << prefixBits) - 1;
        if (value < prefix)
        {
            output[0] = (byte)(flags | value);
            return 1;
        }

        output[0] = (byte)(flags | prefix);
        var length = 1;
        for (value -= prefix; value >= 0x80; value >>= 7)
            output[length++] = (byte)(0x80 | value);
        output[length++] = (byte)value;
        return length;
    }
}
