using Platform.Cart.V1;
using Platform.Monetary;
using Platform.Orders.Ports;

namespace Platform.Orders.Clients;

/// <inheritdoc />
internal sealed class CartClient(CartService.CartServiceClient carts) : ICarts
{
    private const string PromotionPrefix = "promotions/";

    public async Task<ShoppingCart> GetAsync(string buyer, string promoCode, CancellationToken cancellationToken)
    {
        var cart = await carts.GetCheckoutCartAsync(
            new GetCheckoutCartRequest { User = buyer, PromoCode = promoCode }, cancellationToken: cancellationToken);
        return new ShoppingCart(cart.Version, [.. cart.Items.Select(ToDomain)], cart.Promotion is { } promotion ? ToDomain(promotion) : null);
    }

    public async Task ClearAsync(string buyer, ShoppingCart cart, CancellationToken cancellationToken) =>
        await carts.ClearCartAsync(
            new ClearCartRequest
            {
                User = buyer,
                Version = cart.Version,
                Items = { cart.Items.Select(item => new CheckoutCart.Types.Item { Sku = item.Sku, Quantity = item.Quantity, SeenUnitPrice = item.SeenUnitPrice.ToProto() }) },
            },
            cancellationToken: cancellationToken);

    private static CartItem ToDomain(CheckoutCart.Types.Item item) =>
        new(item.Sku, item.Quantity, Money.TryFromProto(item.SeenUnitPrice, out var price) ? price : throw new InvalidOperationException("A price is no price."));

    private static Domain.Pricing.Promotion ToDomain(Promotion promotion) => new()
    {
        Code = promotion.Name.StartsWith(PromotionPrefix, StringComparison.Ordinal) ? promotion.Name[PromotionPrefix.Length..] : promotion.Name,
        PercentOff = promotion.PercentOff,
        AmountOff = Money.TryFromProto(promotion.AmountOff, out var off) ? off : null,
        FreeShipping = promotion.FreeShipping,
        MinimumSubtotal = Money.TryFromProto(promotion.MinimumSubtotal, out var minimum) ? minimum : null,
        Categories = [.. promotion.Categories],
    };
}
