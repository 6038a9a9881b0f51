using Dapr.Workflow;
using Platform.Hosting.Failures;
using Platform.Orders.Domain;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Marks an order as being canceled. Says whether its checkout had ended, and it has not been sent meanwhile.</summary>
internal sealed class BeginCancel(IOrderStore orders, TimeProvider clock) : WorkflowActivity<string, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, string input)
    {
        try
        {
            var order = await orders.ChangeAsync(input, order => order.AskToCancel(clock.GetUtcNow()), CancellationToken.None);
            return order is { IsCheckedOut: true, State: OrderState.Cancelling };
        }
        catch (FailedPreconditionException)
        {
            return false;
        }
    }
}
