namespace Platform.Orders.Tests.Domain;

/// <summary>What an order costs, computed another way than by the service: in cents and with integers only.</summary>
internal static class IndependentTotals
{
    private const int TexanTaxPer10000 = 625;
    private const long Basic = 499;
    private const long HalfKilo = 110;

    /// <summary>An order that goes to Texas, 2,000 km, in US cents.</summary>
    /// <param name="lines">Quantity and unit price of each line.</param>
    /// <param name="percentOff">The discount.</param>
    /// <param name="grams">What all of it weighs.</param>
    public static (long Discount, long Shipping, long Tax, long Total) InTexas((int Quantity, long Price)[] lines, int percentOff, long grams)
    {
        var amounts = lines.Select(line => line.Quantity * line.Price).ToArray();
        var subtotal = amounts.Sum();
        var discount = HalfUp(subtotal * percentOff, 100);
        var shipping = Basic + (HalfKilo * Math.Max(1, (grams + 499) / 500));
        var tax = HalfUp(shipping * TexanTaxPer10000, 10_000)
            + amounts.Zip(Shares(amounts, discount), (amount, share) => HalfUp((amount - share) * TexanTaxPer10000, 10_000)).Sum();
        return (discount, shipping, tax, subtotal - discount + shipping + tax);
    }

    private static long HalfUp(long numerator, long denominator) => ((2 * numerator) + denominator) / (2 * denominator);

    /// <summary>Largest remainders, one cent at a time.</summary>
    private static long[] Shares(long[] weights, long amount)
    {
        var sum = weights.Sum();
        var shares = weights.Select(weight => (long)((Int128)amount * weight / sum)).ToArray();
        var remainders = weights.Select(weight => (long)((Int128)amount * weight % sum)).ToArray();
        for (var left = amount - shares.Sum(); left > 0; left--)
        {
            var best = Array.IndexOf(remainders, remainders.Max());
            shares[best]++;
            remainders[best] = -1;
        }

        return shares;
    }
}
