using Dapr.Workflow;
using Platform.Orders.Domain;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Refunds;

/// <summary>Takes a refund that was refused back from its order.</summary>
internal sealed class DropRefund(IOrderStore orders, TimeProvider clock) : WorkflowActivity<RefundTask, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, RefundTask input)
    {
        await orders.ChangeAsync(input.OrderId, order => Drop(order, input, clock.GetUtcNow()), CancellationToken.None);
        return true;
    }

    private static Order Drop(Order order, RefundTask task, DateTimeOffset now)
    {
        var dropped = order.DropRefund(task.RefundId, now);
        return ReferenceEquals(dropped, order) ? order : dropped.Forgotten(task.Request);
    }
}
