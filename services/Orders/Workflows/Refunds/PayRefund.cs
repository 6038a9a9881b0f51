using Dapr.Workflow;
using Platform.Orders.Domain;
using Platform.Orders.Ports;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Refunds;

/// <summary>Gives the money back. Says why not, where the provider refuses.</summary>
internal sealed class PayRefund(IOrderStore orders, IPayments payments) : WorkflowActivity<RefundTask, OrderFailure?>
{
    public override async Task<OrderFailure?> RunAsync(WorkflowActivityContext context, RefundTask input)
    {
        var order = await orders.FindAsync(input.OrderId, CancellationToken.None) ?? throw OrderStore.Unknown(input.OrderId);
        if (order.Refunds.FirstOrDefault(refund => refund.Id == input.RefundId && !refund.IsDone) is not { } refund)
        {
            return null;
        }

        try
        {
            await payments.RefundAsync(order.Id, refund.Id, refund.Amount, CancellationToken.None);
            return null;
        }
        catch (CheckoutRefusedException refused)
        {
            return refused.Failure;
        }
    }
}
