using Platform.Orders.Domain;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Confirms the order, and tells others in the same transaction. From here on a cancellation is one of its own.</summary>
internal sealed class ConfirmOrder(IOrderStore orders, TimeProvider clock) : CheckoutStep
{
    protected override async Task<Checkout> DoAsync(Checkout checkout)
    {
        await orders.ChangeAsync(checkout.OrderId, order => order.RequireWanted().Confirm(clock.GetUtcNow()), CancellationToken.None);
        return checkout;
    }
}
