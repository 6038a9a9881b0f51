using System.Globalization;
using System.Text.Json.Serialization;

namespace Platform.Monetary;

/// <summary>
/// An exact amount in a currency, down to a billionth of its unit. Sums and differences are exact; what must be rounded is rounded to the minor unit of the
/// currency, half away from zero, as invoices and tax tables do it: 0.125 USD is 0.13 USD, -0.125 USD is -0.13 USD. Never half to even, which is what
/// <see cref="Math.Round(decimal)"/> does unless told.
/// </summary>
public readonly record struct Money : IComparable<Money>
{
    private const decimal NanosPerUnit = 1_000_000_000m;
    private const int NanoDigits = 9;

    /// <summary>Creates an amount.</summary>
    /// <param name="currency">The currency, ISO 4217.</param>
    /// <param name="amount">The amount in its unit.</param>
    /// <exception cref="ArgumentException">The currency is no code, or the amount has more than nine decimal digits.</exception>
    /// <exception cref="OverflowException">The amount's units need more than 64 bits.</exception>
    [JsonConstructor]
    public Money(string currency, decimal amount)
    {
        if (!Currencies.IsCode(currency))
        {
            throw new ArgumentException("must be three letters A to Z", nameof(currency));
        }

        if (decimal.Round(amount, NanoDigits) != amount)
        {
            throw new ArgumentException("has more than nine decimal digits", nameof(amount));
        }

        _ = decimal.ToInt64(decimal.Truncate(amount));
        Currency = currency;
        // Without trailing zeros, so that equal amounts are written alike.
        Amount = amount / 1.0000000000000000000000000000m;
    }

    /// <summary>The currency, ISO 4217.</summary>
    public string Currency { get; }

    /// <summary>The amount in its unit.</summary>
    public decimal Amount { get; }

    /// <summary>Whether it is nothing.</summary>
    [JsonIgnore]
    public bool IsZero => Amount == 0;

    /// <summary>Whether it is more than nothing.</summary>
    [JsonIgnore]
    public bool IsPositive => Amount > 0;

    /// <summary>Whether it is whole minor units.</summary>
    [JsonIgnore]
    public bool IsMinor => decimal.Round(Amount, Currencies.MinorDigits(Currency)) == Amount;

    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(string currency) => new(currency, 0);

    /// <summary>An amount of minor units, such as cents.</summary>
    public static Money FromMinorUnits(string currency, long minorUnits) => new(currency, minorUnits / MinorPerUnit(currency));

    /// <summary>The sum.</summary>
    public static Money operator +(Money left, Money right) => new(Same(left, right), left.Amount + right.Amount);

    /// <summary>The difference.</summary>
    public static Money operator -(Money left, Money right) => new(Same(left, right), left.Amount - right.Amount);

    /// <summary>The opposite.</summary>
    public static Money operator -(Money value) => new(value.Currency, -value.Amount);

    /// <summary>Several times an amount, exactly.</summary>
    public static Money operator *(Money value, long count) => new(value.Currency, value.Amount * count);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left is more.</summary>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left is not more.</summary>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left is not less.</summary>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>The sum of many amounts.</summary>
    /// <param name="currency">Their currency, and that of the sum of none.</param>
    /// <param name="amounts">The amounts.</param>
    public static Money Sum(string currency, IEnumerable<Money> amounts) => amounts.Aggregate(Zero(currency), static (sum, each) => sum + each);

    /// <summary>The amount as whole minor units, such as cents.</summary>
    /// <exception cref="InvalidOperationException">It is no whole number of them: round first.</exception>
    /// <exception cref="OverflowException">There are more than 64 bits hold.</exception>
    public long ToMinorUnits() => IsMinor
        ? decimal.ToInt64(Amount * MinorPerUnit(Currency))
        : throw new InvalidOperationException("The amount has fractions of the minor unit.");

    /// <summary>The amount to the nearest minor unit, halves away from zero.</summary>
    public Money Round() => new(Currency, decimal.Round(Amount, Currencies.MinorDigits(Currency), MidpointRounding.AwayFromZero));

    /// <summary>A share of the amount, such as a tax rate of 0.0825, to the nearest minor unit, halves away from zero.</summary>
    public Money Share(decimal factor) =>
        new(Currency, decimal.Round(Amount * factor, Currencies.MinorDigits(Currency), MidpointRounding.AwayFromZero));

    /// <summary>
    /// Cuts whole minor units into parts in proportion to weights; the parts add up to the amount. Each part is its exact share rounded down or up;
    /// rounded up are those with the largest remainders, the first ones among equals (the method of Hamilton).
    /// </summary>
    /// <param name="weights">The weights: none negative, not all 0.</param>
    public IReadOnlyList<Money> Allocate(IReadOnlyList<long> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var total = weights.Aggregate(Int128.Zero, static (sum, weight) => sum + weight);
        if (total <= 0 || weights.Any(weight => weight < 0))
        {
            throw new ArgumentException("must not be negative, and not all 0", nameof(weights));
        }

        var currency = Currency;
        var (minor, sign) = (Int128.Abs(ToMinorUnits()), Amount < 0 ? -1 : 1);
        var parts = weights.Select(weight => minor * weight / total).ToArray();
        var left = (int)(minor - parts.Aggregate(Int128.Zero, static (sum, part) => sum + part));
        foreach (var index in Enumerable.Range(0, parts.Length).OrderByDescending(i => minor * weights[i] % total).Take(left))
        {
            parts[index]++;
        }

        return [.. parts.Select(part => FromMinorUnits(currency, (long)part * sign))];
    }

    /// <summary>The amount as <c>google.type.Money</c>.</summary>
    public Google.Type.Money ToProto()
    {
        var units = decimal.Truncate(Amount);
        return new Google.Type.Money { CurrencyCode = Currency, Units = (long)units, Nanos = (int)((Amount - units) * NanosPerUnit) };
    }

    /// <summary>Reads a <c>google.type.Money</c> that comes from outside.</summary>
    /// <returns>False where the currency is no code, the nanos are out of range, or units and nanos have different signs.</returns>
    public static bool TryFromProto(Google.Type.Money? proto, out Money money)
    {
        money = default;
        var isMoney = proto is not null
            && Currencies.IsCode(proto.CurrencyCode)
            && Math.Abs((long)proto.Nanos) < (long)NanosPerUnit
            && (proto.Units == 0 || proto.Nanos == 0 || proto.Units > 0 == proto.Nanos > 0);
        if (isMoney)
        {
            money = new Money(proto!.CurrencyCode, proto.Units + (proto.Nanos / NanosPerUnit));
        }

        return isMoney;
    }

    /// <summary>Compares amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public int CompareTo(Money other)
    {
        _ = Same(this, other);
        return Amount.CompareTo(other.Amount);
    }

    /// <summary>Such as <c>12.50 USD</c>: with all digits of the minor unit.</summary>
    public override string ToString()
    {
        var digits = Math.Max(Currencies.MinorDigits(Currency ?? ""), Amount.Scale);
        return Amount.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " " + Currency;
    }

    private static string Same(Money left, Money right) => string.Equals(left.Currency, right.Currency, StringComparison.Ordinal)
        ? left.Currency
        : throw new InvalidOperationException($"{left.Currency} and {right.Currency} do not mix.");

    private static decimal MinorPerUnit(string currency) => (decimal)Math.Pow(10, Currencies.MinorDigits(currency));
}
