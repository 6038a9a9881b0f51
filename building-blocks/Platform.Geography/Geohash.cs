namespace Platform.Geography;

/// <summary>Geohashes (Niemeyer 2008): texts of a-z0-9 without a, i, l and o that name cells; a prefix names a cell around them.</summary>
public static class Geohash
{
    private const string Alphabet = "0123456789bcdefghjkmnpqrstuvwxyz";
    private const int BitsPerCharacter = 5;

    private static readonly GeoGrid[] Grids = [.. Enumerable.Range(1, GeoGrid.MaxPrecision).Select(precision => new GeoGrid(precision))];

    /// <summary>The geohash of a point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="precision">Its length, 1 to 12.</param>
    public static string Encode(GeoPoint point, int precision) => Encode(GridOf(precision).CellOf(point), precision);

    /// <summary>The geohash of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="precision">Its length, 1 to 12.</param>
    public static string Encode(GeoCell cell, int precision)
    {
        var bits = Interleave(cell, precision);
        return string.Create(precision, bits, static (text, bits) =>
        {
            for (var i = text.Length - 1; i >= 0; i--, bits >>= BitsPerCharacter)
            {
                text[i] = Alphabet[(int)(bits & 31)];
            }
        });
    }

    /// <summary>The area that a geohash names; false when it is none. Upper case is read too.</summary>
    public static bool TryDecode(string? geohash, out GeoBox box)
    {
        box = default;
        if (geohash is null or "" || geohash.Length > GeoGrid.MaxPrecision)
        {
            return false;
        }

        var (column, row, isColumn) = (0, 0, true);
        foreach (var character in geohash)
        {
            var value = Alphabet.IndexOf(char.ToLowerInvariant(character), StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            for (var bit = BitsPerCharacter - 1; bit >= 0; bit--, isColumn = !isColumn)
            {
                var half = (value >> bit) & 1;
                (column, row) = isColumn ? ((column << 1) | half, row) : (column, (row << 1) | half);
            }
        }

        box = GridOf(geohash.Length).BoxOf(new GeoCell(column, row));
        return true;
    }

    private static GeoGrid GridOf(int precision)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, GeoGrid.MaxPrecision);
        return Grids[precision - 1];
    }

    // Bits of columns and rows in turn, the highest bit a column's.
    private static long Interleave(GeoCell cell, int precision)
    {
        var (bits, column, row) = (0L, GridOf(precision).Columns >> 1, GridOf(precision).Rows >> 1);
        for (var i = 0; i < precision * BitsPerCharacter; i++)
        {
            var isColumn = i % 2 == 0;
            var isSet = isColumn ? (cell.Column & column) != 0 : (cell.Row & row) != 0;
            bits = (bits << 1) | (isSet ? 1L : 0L);
            (column, row) = isColumn ? (column >> 1, row) : (column, row >> 1);
        }

        return bits;
    }
}
