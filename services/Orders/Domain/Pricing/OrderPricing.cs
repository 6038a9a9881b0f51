using Platform.Monetary;

namespace Platform.Orders.Domain.Pricing;

/// <summary>What an order costs. Each line's discount and tax are whole minor units, and the totals are their sums.</summary>
internal static class OrderPricing
{
    /// <summary>Prices an order.</summary>
    /// <param name="items">What is bought; at least one, all in one currency.</param>
    /// <param name="address">Where it goes.</param>
    /// <param name="promotion">The promotion; null for none. One that does not apply takes nothing off.</param>
    /// <param name="parcels">What is sent from where.</param>
    /// <exception cref="CheckoutRefusedException">UNSHIPPABLE: nothing goes there, or the items' currencies differ.</exception>
    public static Quote Price(IReadOnlyList<PricedItem> items, Address address, Promotion? promotion, IReadOnlyList<Parcel> parcels)
    {
        var currency = items[0].UnitPrice.Currency;
        if (items.Any(item => item.UnitPrice.Currency != currency))
        {
            throw Unshippable("currency", "the items have different currencies");
        }

        var tax = TaxTable.Find(address) ?? throw Unshippable("region", address.RegionCode);
        var amounts = items.Select(item => item.UnitPrice * item.Quantity).ToList();
        var subtotal = Money.Sum(currency, amounts);
        var applied = promotion is not null && promotion.AppliesTo(items, subtotal) ? promotion : null;
        var discounts = Discounts(items, amounts, applied);
        var lines = items.Select((item, i) => new OrderLine
        {
            Sku = item.Sku,
            Title = item.Title,
            Quantity = item.Quantity,
            UnitPrice = item.UnitPrice,
            Amount = amounts[i],
            Discount = discounts[i],
            Tax = (amounts[i] - discounts[i]).Share(tax.Rate),
        }).ToList();
        var shipping = Shipping(parcels, currency, applied);
        return new Quote(lines, Sum(lines, subtotal, shipping, tax));
    }

    private static OrderTotals Sum(List<OrderLine> lines, Money subtotal, Money shipping, TaxRate rate)
    {
        var discount = Money.Sum(subtotal.Currency, lines.Select(line => line.Discount));
        var shippingTax = rate.TaxesShipping ? shipping.Share(rate.Rate) : Money.Zero(subtotal.Currency);
        var tax = Money.Sum(subtotal.Currency, lines.Select(line => line.Tax)) + shippingTax;
        return new OrderTotals(subtotal, discount, shipping, tax, subtotal - discount + shipping + tax);
    }

    private static Money Shipping(IReadOnlyList<Parcel> parcels, string currency, Promotion? promotion) =>
        promotion is { FreeShipping: true }
            ? Money.Zero(currency)
            : Money.Sum(currency, parcels.Select(parcel => ShippingTariff.PriceOf(parcel, currency) ?? throw Unshippable("currency", currency)));

    /// <summary>Each line's part of the discount, in proportion to what it costs.</summary>
    private static IReadOnlyList<Money> Discounts(IReadOnlyList<PricedItem> items, List<Money> amounts, Promotion? promotion)
    {
        var none = Money.Zero(amounts[0].Currency);
        var weights = items.Select((item, i) => promotion?.AppliesTo(item) == true ? amounts[i].ToMinorUnits() : 0).ToList();
        var eligible = Money.FromMinorUnits(none.Currency, weights.Sum());
        var off = promotion?.Off(eligible) ?? none;
        return off.IsZero ? [.. amounts.Select(_ => none)] : off.Allocate(weights);
    }

    private static CheckoutRefusedException Unshippable(string fact, string value) =>
        new("UNSHIPPABLE", new Dictionary<string, string> { [fact] = value });
}
