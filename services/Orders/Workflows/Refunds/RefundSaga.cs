using Dapr.Workflow;
using Platform.Orders.Domain;
using Platform.Workflows;

namespace Platform.Orders.Workflows.Refunds;

/// <summary>
/// Gives money back, for a return that arrived or without one. The items of a return are put into stock again; they are there whatever becomes of the
/// money, so nothing undoes that. What was not sent when the last of the money goes back is never sent: it goes into stock too. A refund that the provider refuses is taken back from the order.
/// </summary>
internal sealed class RefundSaga : Workflow<RefundTask, OrderFailure?>
{
    /// <summary>The id of a refund of an order.</summary>
    public static string InstanceOf(string orderId, string refundId) => $"{orderId}-{refundId}";

    /// <inheritdoc />
    public override async Task<OrderFailure?> RunAsync(WorkflowContext context, RefundTask input)
    {
        var failure = await context.CallActivityAsync<OrderFailure?>(nameof(BeginRefund), input, Retries.UntilDone);
        if (failure is not null)
        {
            return failure;
        }

        if (input.ReturnId is not null)
        {
            await context.CallActivityAsync(nameof(RestockReturn), input, Retries.UntilDone);
        }

        failure = await context.CallActivityAsync<OrderFailure?>(nameof(PayRefund), input, Retries.UntilDone);
        if (failure is not null)
        {
            await context.CallActivityAsync(nameof(DropRefund), input, Retries.UntilDone);
        }
        else if (await context.CallActivityAsync<bool>(nameof(EndRefund), input, Retries.UntilDone))
        {
            await context.CallActivityAsync(nameof(RestockUnshipped), input, Retries.UntilDone);
        }

        return failure;
    }
}
