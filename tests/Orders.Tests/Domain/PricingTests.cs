using FsCheck;
using FsCheck.Fluent;
using Platform.Monetary;
using Platform.Orders.Domain;
using Platform.Orders.Domain.Pricing;

namespace Platform.Orders.Tests.Domain;

public sealed class PricingTests
{
    private static readonly Address Texas = new() { RegionCode = "US", AdministrativeArea = "TX", PostalCode = "73301" };
    private static readonly Address Germany = new() { RegionCode = "DE" };

    [Fact]
    public void Price_WithoutPromotion_IsRightToTheCent()
    {
        // By hand: 3 x 19.99 = 59.97, tax 6.25 % = 3.748125; 1 x 5.01, tax 0.313125; 1,300 g go 500 km: 4.99 + 3 x 0.75 = 7.24, tax 0.4525.
        var quote = OrderPricing.Price([Item("a", 3, "19.99"), Item("b", 1, "5.01")], Texas, promotion: null, [new Parcel(1300, 500)]);

        Text(quote.Totals).ShouldBe("64.98 - 0.00 + 7.24 + 4.51 = 76.73");
        quote.Lines.Select(line => line.Tax.Amount).ShouldBe([3.75m, 0.31m]);
    }

    [Fact]
    public void Price_PercentOff_IsSharedByTheLines()
    {
        // 10 % of 64.98 = 6.498, rounded 6.50: 59.97/64.98 of it is 5.9988.., 0.5011..; cents 599 + 50, the last one to the largest remainder, .88.
        var quote = OrderPricing.Price(
            [Item("a", 3, "19.99"), Item("b", 1, "5.01")], Texas, new Promotion { Code = "TEN", PercentOff = 10 }, [new Parcel(1300, 500)]);

        quote.Lines.Select(line => line.Discount.Amount).ShouldBe([6.00m, 0.50m]);
        Text(quote.Totals).ShouldBe("64.98 - 6.50 + 7.24 + 4.10 = 69.82");
    }

    [Fact]
    public void Price_AmountOffACategory_TakesNotMoreThanItsItemsCost()
    {
        var items = new[] { Item("a", 1, "10.00", "toys/cars"), Item("b", 1, "20.00", "books") };

        var quote = OrderPricing.Price(items, Texas, new Promotion { Code = "TOYS", AmountOff = new Money("USD", 15), Categories = ["toys"] }, [new Parcel(1, 1)]);

        quote.Lines.Select(line => line.Discount.Amount).ShouldBe([10m, 0m]);
    }

    [Theory]
    [InlineData("30.00", 5)]
    [InlineData("30.01", 0)]
    public void Price_MinimumSubtotal_IsTheFirstThatCounts(string minimum, int off)
    {
        var promotion = new Promotion { Code = "FIVE", AmountOff = new Money("USD", 5), MinimumSubtotal = new Money("USD", Number(minimum)) };

        var quote = OrderPricing.Price([Item("a", 3, "10.00")], Texas, promotion, [new Parcel(1, 1)]);

        quote.Totals.Discount.Amount.ShouldBe(off);
    }

    [Fact]
    public void Price_FreeShipping_CostsNoShippingAndNoTaxOnIt()
    {
        var quote = OrderPricing.Price([Item("a", 1, "100.00")], Germany, new Promotion { Code = "SHIP", FreeShipping = true }, [new Parcel(9000, 9000)]);

        Text(quote.Totals).ShouldBe("100.00 - 0.00 + 0.00 + 19.00 = 119.00");
    }

    [Theory]
    [InlineData(0, 0, "5.49")]
    [InlineData(500, 300, "5.49")]
    [InlineData(501, 300, "5.99")]
    [InlineData(500, 300.5, "5.74")]
    [InlineData(500, 1000.5, "6.09")]
    [InlineData(2000, 12000, "15.39")]
    public void PriceOfParcel_ByWeightAndDistance_IsTheTariffs(long grams, double kilometres, string expected) =>
        ShippingTariff.PriceOf(new Parcel(grams, kilometres), "USD").ShouldBe(new Money("USD", Number(expected)));

    [Theory]
    [InlineData("US", "CA", "0.0725", false)]
    [InlineData("us", "tx", "0.0625", true)]
    [InlineData("US", "OR", "0", false)]
    [InlineData("CA", "QC", "0.14975", true)]
    [InlineData("DE", "", "0.19", true)]
    [InlineData("FI", "", "0.255", true)]
    public void FindTax_KnownRegion_IsItsRate(string region, string area, string rate, bool taxesShipping) =>
        TaxTable.Find(new Address { RegionCode = region, AdministrativeArea = area }).ShouldBe(new TaxRate(Number(rate), taxesShipping));

    [Theory]
    [InlineData("XX", "")]
    [InlineData("US", "")]
    [InlineData("US", "XX")]
    public void Price_UnknownRegion_IsUnshippable(string region, string area) =>
        Should.Throw<CheckoutRefusedException>(() => OrderPricing.Price(
            [Item("a", 1, "1.00")], new Address { RegionCode = region, AdministrativeArea = area }, promotion: null, [new Parcel(1, 1)]))
        .Failure.Reason.ShouldBe("UNSHIPPABLE");

    [Fact]
    public void Price_TwoCurrencies_IsUnshippable() =>
        Should.Throw<CheckoutRefusedException>(() => OrderPricing.Price(
            [Item("a", 1, "1.00"), Item("b", 1, "1.00") with { UnitPrice = new Money("EUR", 1) }], Texas, promotion: null, []))
        .Failure.Reason.ShouldBe("UNSHIPPABLE");

    [Fact]
    public void Price_AnyItems_AgreesWithACalculationInIntegers()
    {
        var lines = Gen.Choose(1, 99).Zip(Gen.Choose(1, 200_000)).NonEmptyListOf();
        var cases = lines.Zip(Gen.Choose(0, 100)).Zip(Gen.Choose(0, 40_000)).ToArbitrary();
        Prop.ForAll(cases, each =>
        {
            var ((items, percent), grams) = each;
            var priced = items.Select((item, i) => Item($"s{i}", item.Item1, Cents(item.Item2))).ToList();

            var quote = OrderPricing.Price(priced, Texas, new Promotion { Code = "P", PercentOff = percent }, [new Parcel(grams, 2000)]);

            Cents(quote.Totals).ShouldBe(IndependentTotals.InTexas([.. items.Select(item => (item.Item1, (long)item.Item2))], percent, grams));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void CostOf_AllUnitsInAnyOrder_IsTheLine()
    {
        var line = new OrderLine
        {
            Sku = "a",
            Title = "",
            Quantity = 7,
            UnitPrice = new Money("USD", 1.43m),
            Amount = new Money("USD", 10.01m),
            Discount = new Money("USD", 0.50m),
            Tax = new Money("USD", 0.59m),
        };

        Money.Sum("USD", Enumerable.Range(0, 7).Select(unit => line.CostOf(unit, 1))).ShouldBe(new Money("USD", 10.10m));
        (line.CostOf(0, 3) + line.CostOf(3, 4)).ShouldBe(new Money("USD", 10.10m));
    }

    private static PricedItem Item(string sku, int quantity, string price, params string[] categories) =>
        new(sku, sku, quantity, new Money("USD", Number(price)), 100, categories);

    private static string Text(OrderTotals totals) =>
        $"{totals.Subtotal.Amount:F2} - {totals.Discount.Amount:F2} + {totals.Shipping.Amount:F2} + {totals.Tax.Amount:F2} = {totals.Total.Amount:F2}";

    private static (long Discount, long Shipping, long Tax, long Total) Cents(OrderTotals totals) =>
        (totals.Discount.ToMinorUnits(), totals.Shipping.ToMinorUnits(), totals.Tax.ToMinorUnits(), totals.Total.ToMinorUnits());

    private static string Cents(int cents) => $"{cents / 100}.{cents % 100:00}";

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
