using Dapr.Workflow;
using Platform.Hosting.Failures;
using Platform.Orders.Domain;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Marks an order as being canceled. Says whether it was confirmed before, and has not been sent meanwhile.</summary>
internal sealed class BeginCancel(IOrderStore orders, TimeProvider clock) : WorkflowActivity<string, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, string input)
    {
        try
        {
            var order = await orders.ChangeAsync(input, order => order.AskToCancel(clock.GetUtcNow()), CancellationToken.None);
            return order is { ConfirmTime: not null, State: OrderState.Cancelling };
        }
        catch (FailedPreconditionException)
        {
            return false;
        }
    }
}
