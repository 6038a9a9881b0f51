using Dapr.Workflow;
using Platform.Orders.Domain;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Refunds;

/// <summary>Notes that the money of a refund is back. True when all of the order's money is.</summary>
internal sealed class EndRefund(IOrderStore orders, TimeProvider clock) : WorkflowActivity<RefundTask, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, RefundTask input)
    {
        var order = await orders.ChangeAsync(input.OrderId, order => order.EndRefund(input.RefundId, clock.GetUtcNow()), CancellationToken.None);
        return order.State == OrderState.Refunded;
    }
}
