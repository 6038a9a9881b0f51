namespace LocalDapr.Http2.Hpack;

/// <summary>
/// The Huffman code of field names and values (RFC 7541, section 5.2 and appendix B). It is canonical: codes of one length are consecutive, in the order of
/// their symbols, so that the lengths say all. Only its reading is needed; nothing obliges a sender to use it.
/// </summary>
internal static class Huffman
{
    private const int EndOfText = 256;
    private const int Longest = 30;

    // The lengths of the codes in bits, by symbol.
    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    private static readonly short[] Symbols = [.. Enumerable.Range(0, EndOfText + 1).OrderBy(symbol => Lengths[symbol]).Select(symbol => (short)symbol)];
    private static readonly Range[] Ranges = FindRanges();

    /// <summary>Most bytes that a text of so many bytes can become: the shortest codes have 5 bits.</summary>
    public static int MaxLength(int encoded) => encoded * 8 / 5;

    /// <summary>Decodes a text.</summary>
    /// <param name="encoded">Its codes, with up to seven bits of padding that are all set.</param>
    /// <param name="decoded">Takes as many bytes as <see cref="MaxLength"/> says.</param>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="HttpProtocolException">The padding is wrong, or the symbol that ends texts is in it.</exception>
    public static int Decode(ReadOnlySpan<byte> encoded, Span<byte> decoded)
    {
        var (window, bits, length) = (0UL, 0, 0);
        while (true)
        {
            while (bits <= 56 && !encoded.IsEmpty)
            {
                window |= (ulong)encoded[0] << (56 - bits);
                encoded = encoded[1..];
                bits += 8;
            }

            if (bits < 8 && window == Padding(bits))
                return length;
            var (symbol, used) = Next((uint)(window >> 32));
            if (used > bits || symbol == EndOfText)
                throw ErrorCode.CompressionError.With("a Huffman code is broken");
            decoded[length++] = (byte)symbol;
            window <<= used;
            bits -= used;
        }
    }

    private static ulong Padding(int bits) => bits == 0 ? 0 : ulong.MaxValue << (64 - bits);

    private static (int Symbol, int Bits) Next(uint window)
    {
        foreach (var range in Ranges)
        {
            if (window <= range.Last)
                return (Symbols[range.FirstSymbol + (int)((window - range.First) >> (32 - range.Bits))], range.Bits);
        }

        return (EndOfText, Longest);
    }

    private static Range[] FindRanges()
    {
        var ranges = new List<Range>();
        var (first, symbols) = (0u, 0);
        foreach (var group in Symbols.GroupBy(symbol => Lengths[symbol]))
        {
            var last = (uint)(first + ((ulong)group.Count() << (32 - group.Key)) - 1);
            ranges.Add(new Range(group.Key, first, last, symbols));
            (first, symbols) = (last + 1, symbols + group.Count());
        }

        return [.. ranges];
    }

    // The codes of one length, at the left of 32 bits, whatever follows them.
    private readonly record struct Range(int Bits, uint First, uint Last, int FirstSymbol);
}
