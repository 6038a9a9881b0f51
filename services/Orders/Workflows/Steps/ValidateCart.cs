namespace Platform.Orders.Workflows.Steps;

/// <summary>Looks what is bought and at which prices: those that the buyer has seen, or not at all.</summary>
internal sealed class ValidateCart(CartReader carts) : CheckoutStep
{
    protected override async Task<Checkout> DoAsync(Checkout checkout)
    {
        var (cart, items) = await carts.ReadAsync(checkout.Buyer, checkout.PromoCode, CancellationToken.None);
        return checkout with { Cart = cart, Items = items };
    }
}
