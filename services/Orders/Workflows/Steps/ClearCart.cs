using Platform.Orders.Ports;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Takes out of the cart what was bought.</summary>
internal sealed class ClearCart(ICarts carts) : CheckoutStep
{
    protected override async Task<Checkout> DoAsync(Checkout checkout)
    {
        await carts.ClearAsync(checkout.Buyer, checkout.Cart!, CancellationToken.None);
        return checkout;
    }
}
