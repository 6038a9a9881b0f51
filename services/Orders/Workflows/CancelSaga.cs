using Dapr.Workflow;
using Platform.Orders.Workflows.Steps;

namespace Platform.Orders.Workflows;

/// <summary>
/// Cancels a confirmed order: its money and its stock go back. It knows no failure; its steps are tried until they succeed. An order that is still being
/// checked out is undone by its checkout.
/// </summary>
internal sealed class CancelSaga : Workflow<string, bool>
{
    /// <summary>The id of the cancellation of an order.</summary>
    public static string InstanceOf(string orderId) => orderId + "-cancel";

    /// <inheritdoc />
    public override async Task<bool> RunAsync(WorkflowContext context, string input)
    {
        var isMine = await context.CallActivityAsync<bool>(nameof(BeginCancel), input, Retries.UntilDone);
        if (isMine)
        {
            await context.CallActivityAsync(nameof(UndoPayment), input, Retries.UntilDone);
            await context.CallActivityAsync(nameof(ReleaseStock), input, Retries.UntilDone);
            await context.CallActivityAsync(nameof(EndCancel), input, Retries.UntilDone);
        }

        return isMine;
    }
}
