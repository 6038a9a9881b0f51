using Dapr.Workflow;
using Platform.Orders.Domain;
using Platform.Orders.Ports;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Steps;

/// <summary>
/// Gives back what was taken for an order, or sets free what is set aside, whichever it is; an authorization that is still on its way gets nothing. False where the
/// provider refuses to give it back.
/// </summary>
internal sealed class UndoPayment(IPayments payments, IOrderStore orders) : WorkflowActivity<string, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, string input)
    {
        switch (await payments.FindStateAsync(input, CancellationToken.None))
        {
            case PaymentState.Ended:
                return true;
            case PaymentState.Captured:
                return await TryRefundAsync(input);
            case PaymentState.Capturing:
                throw new InvalidOperationException("The provider has not said yet whether it took the money.");
            default:
                await payments.VoidAsync(input, CancellationToken.None);
                return true;
        }
    }

    private async Task<bool> TryRefundAsync(string orderId)
    {
        try
        {
            await payments.RefundAsync(orderId, await RefundIdAsync(orderId), amount: null, CancellationToken.None);
            return true;
        }
        catch (CheckoutRefusedException refused) when (refused.Failure.Reason == OrderCheckout.RefundFailed)
        {
            return false;
        }
    }

    // A refund that was refused stays refused: cancelling again is another one.
    private async Task<string> RefundIdAsync(string orderId) =>
        await orders.FindAsync(orderId, CancellationToken.None) is { RefusedUndos: > 0 and var refused } ? $"undo-{refused}" : "undo";
}
