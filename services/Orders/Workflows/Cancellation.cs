using Dapr.Workflow;
using Platform.Hosting.Failures;
using Platform.Orders.Domain;
using Platform.Orders.Storage;
using Platform.Workflows;

namespace Platform.Orders.Workflows;

/// <summary>Cancels orders: a checkout that is under way undoes itself, an order whose checkout has ended gets a workflow that undoes it.</summary>
internal sealed class Cancellation(IOrderStore orders, DaprWorkflowClient workflows, TimeProvider clock)
{
    /// <summary>Cancels an order and waits a moment for it.</summary>
    /// <exception cref="FailedPreconditionException">ORDER_STATE: it was shipped, or has failed.</exception>
    public async Task<Order> CancelAsync(string orderId, CancellationToken cancellationToken)
    {
        var order = await orders.ChangeAsync(
            orderId, order => order.IsCheckedOut ? order : order.AskToCancel(clock.GetUtcNow()), cancellationToken);
        if (!order.IsCheckedOut)
        {
            await workflows.TryRaiseEventAsync(orderId, CheckoutSaga.WakeEvent, "", cancellationToken);
            await workflows.AwaitBrieflyAsync(orderId, cancellationToken);
        }
        else if (order.AskToCancel(clock.GetUtcNow()).State == OrderState.Cancelling)
        {
            // Started first, and marked for this attempt only, which may have ended by now: so an order never stays on its way to being canceled.
            var attempt = order.RefusedUndos;
            var instance = CancelSaga.InstanceOf(orderId, attempt);
            await workflows.StartOnceAsync(nameof(CancelSaga), instance, orderId, cancellationToken);
            await orders.ChangeAsync(orderId, order => order.AskToCancel(attempt, clock.GetUtcNow()), cancellationToken);
            await workflows.AwaitBrieflyAsync(instance, cancellationToken);
        }

        return await orders.FindAsync(orderId, cancellationToken) ?? order;
    }
}
