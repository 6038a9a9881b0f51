using Platform.Orders.Domain;
using Platform.Orders.Ports;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Looks whether the buyer has confirmed the payment.</summary>
internal sealed class CheckAction(IOrderStore orders, IPayments payments, TimeProvider clock) : CheckoutStep
{
    protected override async Task<Checkout> DoAsync(Checkout checkout)
    {
        (await orders.FindAsync(checkout.OrderId, CancellationToken.None))?.RequireWanted();
        var payment = await payments.ConfirmAsync(checkout.OrderId, CancellationToken.None);
        if (payment.ActionUrl is null)
        {
            await orders.ChangeAsync(checkout.OrderId, order => order.RequireWanted().ActionTaken(clock.GetUtcNow()), CancellationToken.None);
        }

        return checkout with { ActionUrl = payment.ActionUrl };
    }
}
