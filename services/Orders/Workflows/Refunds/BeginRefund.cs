using Dapr.Workflow;
using Platform.Hosting.Failures;
using Platform.Orders.Domain;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Refunds;

/// <summary>Notes a refund in its order, so that no more than was paid goes back. Says why not, where it may not be.</summary>
internal sealed class BeginRefund(IOrderStore orders, TimeProvider clock) : WorkflowActivity<RefundTask, OrderFailure?>
{
    public override async Task<OrderFailure?> RunAsync(WorkflowActivityContext context, RefundTask input)
    {
        try
        {
            await orders.ChangeAsync(input.OrderId, order => Begin(order, input, clock.GetUtcNow()), CancellationToken.None);
            return null;
        }
        catch (PlatformException refused) when (refused is FailedPreconditionException or InvalidArgumentException or NotFoundException)
        {
            return new OrderFailure(refused.Reason, refused.Facts.ToDictionary());
        }
    }

    /// <summary>The order with the refund under way; as it is where it has it already.</summary>
    public static Order Begin(Order order, RefundTask task, DateTimeOffset now)
    {
        if (order.HasHandled(task.Request) || order.Refunds.Any(refund => refund.Id == task.RefundId))
        {
            return order;
        }

        var begun = task.ReturnId is { } returnId
            ? order.ReceiveReturn(returnId, task.RefundId, now)
            : order.BeginRefund(task.RefundId, task.Amount, now);
        return ReferenceEquals(begun, order) ? order : begun.Handled(task.Request);
    }
}
