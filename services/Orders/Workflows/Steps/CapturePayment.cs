using Platform.Orders.Ports;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Takes the money. Undone by <see cref="UndoPayment"/>, which gives it back.</summary>
internal sealed class CapturePayment(IPayments payments) : CheckoutStep
{
    protected override async Task<Checkout> DoAsync(Checkout checkout)
    {
        var total = checkout.Quote!.Totals.Total;
        if (total.IsPositive)
        {
            await payments.CaptureAsync(checkout.OrderId, total, CancellationToken.None);
        }

        return checkout;
    }
}
