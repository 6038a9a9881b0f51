using Platform.Orders.Domain;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Writes down what is bought and what it costs.</summary>
internal sealed class RecordOrder(IOrderStore orders, TimeProvider clock) : CheckoutStep
{
    protected override async Task<Checkout> DoAsync(Checkout checkout)
    {
        await orders.ChangeAsync(
            checkout.OrderId,
            order => order.RequireWanted().Record(checkout.Quote!, checkout.Allocations, clock.GetUtcNow()),
            CancellationToken.None);
        return checkout;
    }
}
