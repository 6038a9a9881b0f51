using Platform.Orders.Ports;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Sets the money aside. Undone by <see cref="UndoPayment"/>.</summary>
internal sealed class AuthorizePayment(IPayments payments) : CheckoutStep
{
    protected override async Task<Checkout> DoAsync(Checkout checkout)
    {
        var total = checkout.Quote!.Totals.Total;
        if (total.IsZero)
        {
            return checkout;
        }

        var payment = await payments.AuthorizeAsync(checkout.OrderId, checkout.Buyer, total, checkout.PaymentToken, CancellationToken.None);
        return checkout with { ActionUrl = payment.ActionUrl };
    }
}
