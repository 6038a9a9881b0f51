using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Platform.Monetary.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("USD", "0.125", "0.13")]
    [InlineData("USD", "-0.125", "-0.13")]
    [InlineData("USD", "0.135", "0.14")]
    [InlineData("USD", "0.1249", "0.12")]
    [InlineData("JPY", "0.5", "1")]
    [InlineData("JPY", "2.5", "3")]
    [InlineData("KWD", "1.2345", "1.235")]
    public void Round_Halves_GoAwayFromZero(string currency, string amount, string expected) =>
        new Money(currency, Number(amount)).Round().ShouldBe(new Money(currency, Number(expected)));

    [Fact]
    public void Json_BothWays_IsExact()
    {
        var money = new Money("USD", 1234567890123.123456789m);

        var json = JsonSerializer.Serialize(money);

        json.ShouldBe("""{"Currency":"USD","Amount":1234567890123.123456789}""");
        JsonSerializer.Deserialize<Money>(json).ShouldBe(money);
    }

    [Fact]
    public void Share_TaxRate_IsRoundedOnce() =>
        new Money("USD", 19.99m).Share(0.0825m).ShouldBe(new Money("USD", 1.65m));

    [Theory]
    [InlineData("USD", 12, 500_000_000, "12.50 USD", 1250)]
    [InlineData("USD", -12, -500_000_000, "-12.50 USD", -1250)]
    [InlineData("USD", 0, -10_000_000, "-0.01 USD", -1)]
    [InlineData("JPY", 7, 0, "7 JPY", 7)]
    public void Proto_BothWays_IsTheSame(string currency, long units, int nanos, string text, long minor)
    {
        var proto = new Google.Type.Money { CurrencyCode = currency, Units = units, Nanos = nanos };

        Money.TryFromProto(proto, out var money).ShouldBeTrue();

        money.ToProto().ShouldBe(proto);
        money.ToString().ShouldBe(text);
        money.ToMinorUnits().ShouldBe(minor);
        Money.FromMinorUnits(currency, minor).ShouldBe(money);
    }

    [Theory]
    [InlineData("usd", 1, 0)]
    [InlineData("", 1, 0)]
    [InlineData("USDX", 1, 0)]
    [InlineData("USD", 1, -1)]
    [InlineData("USD", -1, 1)]
    [InlineData("USD", 0, 1_000_000_000)]
    [InlineData("USD", 0, int.MinValue)]
    public void TryFromProto_NoMoney_SaysSo(string currency, long units, int nanos) =>
        Money.TryFromProto(new Google.Type.Money { CurrencyCode = currency, Units = units, Nanos = nanos }, out _).ShouldBeFalse();

    [Theory]
    [InlineData(long.MaxValue, 999_999_999)]
    [InlineData(long.MinValue, -999_999_999)]
    public void Proto_LargestAmounts_AreExact(long units, int nanos)
    {
        var proto = new Google.Type.Money { CurrencyCode = "USD", Units = units, Nanos = nanos };

        Money.TryFromProto(proto, out var money).ShouldBeTrue();

        money.ToProto().ShouldBe(proto);
    }

    [Fact]
    public void Sum_OtherCurrency_Throws() =>
        Should.Throw<InvalidOperationException>(() => new Money("USD", 1) + new Money("EUR", 1));

    [Fact]
    public void ToMinorUnits_Fractions_Throws() =>
        Should.Throw<InvalidOperationException>(() => new Money("USD", 0.001m).ToMinorUnits());

    [Fact]
    public void New_TenDigits_Throws() =>
        Should.Throw<ArgumentException>(() => new Money("USD", 0.0000000001m));

    [Fact]
    public void Equals_OtherScale_IsEqual()
    {
        new Money("USD", 1.50m).ShouldBe(new Money("USD", 1.5m));
        new Money("USD", 1.500m).ToString().ShouldBe("1.50 USD");
    }

    [Fact]
    public void Allocate_Thirds_GivesTheRestToTheFirst() =>
        new Money("USD", 1).Allocate([1, 1, 1]).Select(part => part.ToMinorUnits()).ShouldBe([34, 33, 33]);

    [Fact]
    public void Allocate_AnyWeights_AddsUpAndIsNearTheShare() => Prop.ForAll(
        Gen.Choose(-1_000_000, 1_000_000).ToArbitrary(),
        Gen.NonEmptyListOf(Gen.Choose(0, 1000)).Where(list => list.Any(weight => weight > 0)).ToArbitrary(),
        (minor, weights) =>
        {
            var amount = Money.FromMinorUnits("USD", minor);

            var parts = amount.Allocate([.. weights.Select(weight => (long)weight)]);

            Money.Sum("USD", parts).ShouldBe(amount);
            foreach (var (part, weight) in parts.Zip(weights))
            {
                Math.Abs(part.ToMinorUnits() - ((decimal)minor * weight / weights.Sum())).ShouldBeLessThan(1);
            }
        }).QuickCheckThrowOnFailure();

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
