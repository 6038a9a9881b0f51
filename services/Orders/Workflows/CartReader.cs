using Platform.Monetary;
using Platform.Orders.Domain;
using Platform.Orders.Domain.Pricing;
using Platform.Orders.Ports;

namespace Platform.Orders.Workflows;

/// <summary>Reads a cart, and what the catalogue says of its items.</summary>
internal sealed class CartReader(ICarts carts, ICatalog catalog)
{
    /// <summary>Reads a cart that can be bought as its buyer has seen it.</summary>
    /// <exception cref="CheckoutRefusedException">EMPTY_CART, NOT_SOLD, PRICE_CHANGED, PROMOTION_ENDED.</exception>
    public async Task<(ShoppingCart Cart, IReadOnlyList<PricedItem> Items)> ReadAsync(string buyer, string promoCode, CancellationToken cancellationToken)
    {
        var cart = await carts.GetAsync(buyer, promoCode, cancellationToken);
        if (cart.Items.Count == 0)
        {
            throw new CheckoutRefusedException("EMPTY_CART");
        }

        var prices = (await catalog.GetPricesAsync([.. cart.Items.Select(item => item.Sku)], cancellationToken)).ToDictionary(price => price.Sku);
        var items = cart.Items.Select(item => Price(item, prices.GetValueOrDefault(item.Sku))).ToList();
        RequirePromotion(promoCode, cart.Promotion, items);
        return (cart, items);
    }

    private static PricedItem Price(CartItem item, CatalogItem? price)
    {
        if (price is not { Purchasable: true })
        {
            throw new CheckoutRefusedException("NOT_SOLD", new Dictionary<string, string> { ["sku"] = item.Sku });
        }

        return price.UnitPrice == item.SeenUnitPrice
            ? new PricedItem(item.Sku, price.Title, item.Quantity, price.UnitPrice, price.WeightGrams, price.Categories)
            : throw new CheckoutRefusedException("PRICE_CHANGED", new Dictionary<string, string>
            {
                ["sku"] = item.Sku,
                ["old_unit_price"] = item.SeenUnitPrice.ToString(),
                ["new_unit_price"] = price.UnitPrice.ToString(),
            });
    }

    // Who names a code counts on it. One that waits in the cart may wait for more items.
    private static void RequirePromotion(string promoCode, Promotion? promotion, List<PricedItem> items)
    {
        var currency = items[0].UnitPrice.Currency;
        if (promoCode.Length > 0 && items.TrueForAll(item => item.UnitPrice.Currency == currency)
            && promotion?.AppliesTo(items, Money.Sum(currency, items.Select(item => item.UnitPrice * item.Quantity))) != true)
        {
            throw new CheckoutRefusedException("PROMOTION_ENDED", new Dictionary<string, string> { ["promo_code"] = promoCode });
        }
    }
}
