using Platform.Cart.Domain;
using Platform.Cart.Storage;
using Platform.Cart.Upstream;
using Platform.Hosting.Failures;

namespace Platform.Cart.Api;

/// <summary>Says whether promotions apply to carts.</summary>
internal sealed class CartPromotions(PromotionStore promotions, QuoteClient quotes, TimeProvider clock)
{
    /// <summary>Refuses a code that is not good for a cart.</summary>
    /// <exception cref="NotFoundException">PROMO_CODE_NOT_FOUND.</exception>
    /// <exception cref="FailedPreconditionException">PROMO_CODE_EXPIRED or PROMO_CODE_NOT_APPLICABLE.</exception>
    public async Task RequireAsync(string code, ShoppingCart cart, CancellationToken cancellationToken)
    {
        var promotion = await promotions.FindAsync(code, cancellationToken)
            ?? throw new NotFoundException("PROMO_CODE_NOT_FOUND", "There is no such promotion code.");
        var now = clock.GetUtcNow();
        if (promotion.IsOver(now))
        {
            throw new FailedPreconditionException("PROMO_CODE_EXPIRED", "The promotion has ended.");
        }

        if (!promotion.IsOn(now) || !await AppliesAsync(promotion, cart, cancellationToken))
        {
            throw new FailedPreconditionException("PROMO_CODE_NOT_APPLICABLE", "The promotion does not apply to this cart.");
        }
    }

    /// <summary>A promotion that is good for a cart now; null for none.</summary>
    public async Task<CartPromotion?> FindAsync(string code, ShoppingCart cart, CancellationToken cancellationToken) =>
        code.Length > 0
        && await promotions.FindAsync(code, cancellationToken) is { } promotion
        && promotion.IsOn(clock.GetUtcNow())
        && await AppliesAsync(promotion, cart, cancellationToken)
            ? promotion
            : null;

    private async Task<bool> AppliesAsync(CartPromotion promotion, ShoppingCart cart, CancellationToken cancellationToken) =>
        new PricedCart(cart, await quotes.GetAsync(cart.In(ItemList.Cart).Select(item => item.Sku), cancellationToken)).Meets(promotion);
}
