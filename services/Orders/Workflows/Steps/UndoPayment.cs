using Dapr.Workflow;
using Platform.Orders.Ports;

namespace Platform.Orders.Workflows.Steps;

/// <summary>
/// Gives back what was taken for an order, or sets free what is set aside, whichever it is; an authorization that is still on its way gets nothing.
/// </summary>
internal sealed class UndoPayment(IPayments payments) : WorkflowActivity<string, bool>
{
    private const string RefundId = "undo";

    public override async Task<bool> RunAsync(WorkflowActivityContext context, string input)
    {
        switch (await payments.FindStateAsync(input, CancellationToken.None))
        {
            case PaymentState.Ended:
                break;
            case PaymentState.Captured:
                await payments.RefundAsync(input, RefundId, amount: null, CancellationToken.None);
                break;
            case PaymentState.Capturing:
                throw new InvalidOperationException("The provider has not said yet whether it took the money.");
            default:
                await payments.VoidAsync(input, CancellationToken.None);
                break;
        }

        return true;
    }
}
