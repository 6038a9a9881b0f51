using Platform.Monetary;

namespace Platform.Cart.Domain;

/// <summary>What is different from when an item was put in.</summary>
public enum ChangeKind
{
    /// <summary>Another price.</summary>
    PriceChanged,

    /// <summary>Fewer in stock than in the cart.</summary>
    OutOfStock,

    /// <summary>Not sold any more.</summary>
    NotSold,
}

/// <summary>A difference between what was put in and what there is now.</summary>
/// <param name="Sku">What it is about.</param>
/// <param name="Kind">What has changed.</param>
/// <param name="OldUnitPrice">The former price.</param>
/// <param name="NewUnitPrice">The price of now; null where there is none.</param>
public sealed record CartChange(string Sku, ChangeKind Kind, Money OldUnitPrice, Money? NewUnitPrice)
{
    /// <summary>Everything in a cart that is not as it was put in.</summary>
    public static IEnumerable<CartChange> Of(ShoppingCart cart, IReadOnlyDictionary<string, Quote> quotes) =>
        cart.In(ItemList.Cart).SelectMany(item => Of(item, quotes.GetValueOrDefault(item.Sku)));

    private static IEnumerable<CartChange> Of(CartItem item, Quote? quote)
    {
        if (quote is not { IsPurchasable: true })
        {
            yield return new CartChange(item.Sku, ChangeKind.NotSold, item.SeenUnitPrice, NewUnitPrice: null);
            yield break;
        }

        if (quote.UnitPrice != item.SeenUnitPrice)
        {
            yield return new CartChange(item.Sku, ChangeKind.PriceChanged, item.SeenUnitPrice, quote.UnitPrice);
        }

        if (!quote.HasStock(item.Quantity))
        {
            yield return new CartChange(item.Sku, ChangeKind.OutOfStock, item.SeenUnitPrice, quote.UnitPrice);
        }
    }
}
