using Dapr.Workflow;
using Platform.Orders.Workflows.Steps;
using Platform.Workflows;

namespace Platform.Orders.Workflows;

/// <summary>
/// Cancels an order whose checkout has ended: its money and its stock go back. Its steps are tried until they succeed, except that a provider which refuses to give the money
/// back has the last word: then the order says so, until staff have seen to it and cancel it again. An order that is still being checked out is undone by its checkout.
/// </summary>
internal sealed class CancelSaga : Workflow<string, bool>
{
    /// <summary>The id of the cancellation of an order.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="refused">How often the provider has refused before.</param>
    public static string InstanceOf(string orderId, int refused) => refused == 0 ? orderId + "-cancel" : $"{orderId}-cancel-{refused}";

    /// <inheritdoc />
    public override async Task<bool> RunAsync(WorkflowContext context, string input)
    {
        var isMine = await context.CallActivityAsync<bool>(nameof(BeginCancel), input, Retries.UntilDone);
        if (isMine)
        {
            var isPaidBack = await context.CallActivityAsync<bool>(nameof(UndoPayment), input, Retries.UntilDone);
            await context.CallActivityAsync(nameof(ReleaseStock), input, Retries.UntilDone);
            await context.CallActivityAsync(isPaidBack ? nameof(EndCancel) : nameof(OweRefund), input, Retries.UntilDone);
        }

        return isMine;
    }
}
