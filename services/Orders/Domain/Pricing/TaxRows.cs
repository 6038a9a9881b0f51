using System.Collections.Frozen;
using System.Globalization;

namespace Platform.Orders.Domain.Pricing;

/// <summary>Reads rows of tax rates: a region's code of two letters and its per cent, such as <c>QC 14.975</c>, parted by semicolons or line ends.</summary>
internal static class TaxRows
{
    // Per cent. The highest standard rate anywhere is 27 (Hungary): above this a point was forgotten.
    private const decimal Highest = 30;

    // Decimals of the most exact rate, Quebec's.
    private const int MostDecimals = 3;

    /// <summary>The rates, such as 0.19, by region.</summary>
    /// <param name="table">What the rows are of, for errors.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="FormatException">Names every bad row.</exception>
    public static FrozenDictionary<string, decimal> Parse(string table, string rows)
    {
        var rates = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        var bad = new List<string>();
        foreach (var row in rows.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (row.Split(' ') is not [{ Length: 2 } code, var percent] || !code.All(char.IsAsciiLetterUpper))
            {
                bad.Add($"'{row}' is not a code of two capitals and a rate");
            }
            else if (!decimal.TryParse(percent, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) || rate > Highest || rate.Scale > MostDecimals)
            {
                bad.Add($"'{row}' has no rate of 0 to {Highest} per cent with at most {MostDecimals} decimals");
            }
            else if (!rates.TryAdd(code, rate / 100m))
            {
                bad.Add($"'{row}' is there twice");
            }
        }

        return bad.Count == 0
            ? rates.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase)
            : throw new FormatException($"Tax rates of {table}: {string.Join("; ", bad)}.");
    }
}
