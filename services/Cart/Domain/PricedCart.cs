using Platform.Monetary;

namespace Platform.Cart.Domain;

/// <summary>What the items of a cart cost now. What is not sold any more does not count.</summary>
public sealed class PricedCart
{
    private readonly List<(Money Amount, IReadOnlyList<string> Categories)> _lines;

    /// <summary>Prices a cart.</summary>
    public PricedCart(ShoppingCart cart, IReadOnlyDictionary<string, Quote> quotes)
    {
        _lines =
        [
            .. cart.In(ItemList.Cart)
                .Select(item => (item.Quantity, Quote: quotes.GetValueOrDefault(item.Sku)))
                .Where(line => line.Quote is { IsPurchasable: true })
                .Select(line => (line.Quote!.UnitPrice * line.Quantity, line.Quote.Categories)),
        ];
        var currencies = _lines.Select(line => line.Amount.Currency).Distinct().ToList();
        Subtotal = currencies is [var currency] ? Money.Sum(currency, _lines.Select(line => line.Amount)) : null;
    }

    /// <summary>The sum; null where there is nothing or there are several currencies.</summary>
    public Money? Subtotal { get; }

    /// <summary>Whether a promotion takes anything off, or the shipping.</summary>
    public bool Meets(CartPromotion promotion) =>
        Subtotal is { } subtotal
        && (promotion.MinimumSubtotal is not { } minimum || (minimum.Currency == subtotal.Currency && minimum <= subtotal))
        && _lines.Exists(line => promotion.Covers(line.Categories))
        && (promotion.AmountOff is not { } off || off.Currency == subtotal.Currency);

    /// <summary>What a promotion takes off; null where it does not apply.</summary>
    public Money? Discount(CartPromotion promotion)
    {
        if (Subtotal is not { } subtotal || !Meets(promotion))
        {
            return null;
        }

        var covered = Money.Sum(subtotal.Currency, _lines.Where(line => promotion.Covers(line.Categories)).Select(line => line.Amount));
        return promotion switch
        {
            { PercentOff: > 0 and var percent } => covered.Share(percent / 100m),
            { AmountOff: { } amount } => amount < covered ? amount : covered,
            _ => Money.Zero(subtotal.Currency),
        };
    }
}
