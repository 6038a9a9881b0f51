using Google.Protobuf.WellKnownTypes;
using Platform.Cart.Domain;
using Platform.Cart.Storage;
using Platform.Cart.Upstream;
using CartMessage = Platform.Cart.V1.Cart;
using ChangeMessage = Platform.Cart.V1.Cart.Types.Change;
using Changes = Platform.Cart.V1.Cart.Types.Change.Types;
using ItemMessage = Platform.Cart.V1.Cart.Types.Item;

namespace Platform.Cart.Api;

/// <summary>Carts as messages, with prices and stock as they are now.</summary>
internal sealed class CartView(QuoteClient quotes, PromotionStore promotions, TimeProvider clock)
{
    /// <summary>Shows a cart.</summary>
    /// <param name="cart">The cart.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="known">Quotes that were got for this call already.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<CartMessage> ShowAsync(
        ShoppingCart cart, CartOwner owner, IReadOnlyDictionary<string, Quote>? known, CancellationToken cancellationToken)
    {
        var now = await QuotesAsync(cart, known ?? new Dictionary<string, Quote>(), cancellationToken);
        var priced = new PricedCart(cart, now);
        var promotion = cart.PromoCode.Length > 0 ? await promotions.FindAsync(cart.PromoCode, cancellationToken) : null;
        var isOn = promotion?.IsOn(clock.GetUtcNow()) == true;
        return new CartMessage
        {
            Items = { cart.In(ItemList.Cart).Select(item => ToProto(item, now)) },
            SavedItems = { cart.In(ItemList.Saved).Select(item => ToProto(item, now)) },
            WishedItems = { cart.In(ItemList.Wished).Select(item => ToProto(item, now)) },
            Subtotal = priced.Subtotal?.ToProto(),
            Discount = isOn ? priced.Discount(promotion!)?.ToProto() : null,
            // A promotion that has ended is not shown: it takes nothing off.
            PromoCode = isOn ? cart.PromoCode : "",
            Changes = { CartChange.Of(cart, now).Select(ToProto) },
            Etag = cart.Version,
            CartToken = owner.Token,
        };
    }

    private async Task<IReadOnlyDictionary<string, Quote>> QuotesAsync(
        ShoppingCart cart, IReadOnlyDictionary<string, Quote> known, CancellationToken cancellationToken)
    {
        var missing = cart.Items.Select(item => item.Sku).Where(sku => !known.ContainsKey(sku)).ToList();
        return missing.Count == 0 ? known : known.Concat(await quotes.GetAsync(missing, cancellationToken)).ToDictionary();
    }

    private static ItemMessage ToProto(CartItem item, IReadOnlyDictionary<string, Quote> quotes)
    {
        var quote = quotes.GetValueOrDefault(item.Sku) is { IsPurchasable: true } sold ? sold : null;
        return new ItemMessage
        {
            Sku = item.Sku,
            Quantity = item.Quantity,
            Title = quote?.Title ?? item.Title,
            SeenUnitPrice = item.SeenUnitPrice.ToProto(),
            UnitPrice = quote?.UnitPrice.ToProto(),
            InStock = quote?.HasStock(item.Quantity) == true,
            AddTime = Timestamp.FromDateTimeOffset(item.AddTime),
        };
    }

    private static ChangeMessage ToProto(CartChange change) => new()
    {
        Sku = change.Sku,
        Kind = change.Kind switch
        {
            ChangeKind.PriceChanged => Changes.Kind.PriceChanged,
            ChangeKind.OutOfStock => Changes.Kind.OutOfStock,
            _ => Changes.Kind.NotSold,
        },
        OldUnitPrice = change.OldUnitPrice.ToProto(),
        NewUnitPrice = change.NewUnitPrice?.ToProto(),
    };
}
