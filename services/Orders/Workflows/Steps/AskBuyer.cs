using Platform.Orders.Domain;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Tells the buyer where to confirm the payment.</summary>
internal sealed class AskBuyer(IOrderStore orders, TimeProvider clock) : CheckoutStep
{
    protected override async Task<Checkout> DoAsync(Checkout checkout)
    {
        await orders.ChangeAsync(
            checkout.OrderId, order => order.RequireWanted().AskForAction(checkout.ActionUrl!, clock.GetUtcNow()), CancellationToken.None);
        return checkout;
    }
}
