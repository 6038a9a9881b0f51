using Dapr.Workflow;
using Platform.Hosting.Failures;
using Platform.Orders.Api;
using Platform.Orders.Domain;
using Platform.Orders.Storage;
using Platform.Orders.Workflows.Refunds;
using Platform.Workflows;

namespace Platform.Orders.Workflows;

/// <summary>Gives money back.</summary>
internal sealed class RefundDesk(IOrderStore orders, DaprWorkflowClient workflows, TimeProvider clock)
{
    /// <summary>Starts a refund and waits a moment for it.</summary>
    /// <exception cref="FailedPreconditionException">It may not be, or the provider refused.</exception>
    /// <exception cref="InvalidArgumentException">The request is no good for this order.</exception>
    /// <exception cref="NotFoundException">There is no such return.</exception>
    public async Task<Order> RefundAsync(Order order, RefundTask task, CancellationToken cancellationToken)
    {
        // Says what is wrong at once, with all there is to say; what changes until the workflow looks again is its business.
        _ = BeginRefund.Begin(order, task, clock.GetUtcNow());
        var instance = RefundSaga.InstanceOf(task.OrderId, task.RefundId);
        await workflows.StartOnceAsync(nameof(RefundSaga), instance, task, cancellationToken);
        var end = await workflows.AwaitBrieflyAsync(instance, cancellationToken);
        return end?.ReadOutputAs<OrderFailure>() is { } failure
            ? throw OrdersApi.Refusal(failure, "The money could not be given back.")
            : await orders.FindAsync(task.OrderId, cancellationToken) ?? order;
    }
}
