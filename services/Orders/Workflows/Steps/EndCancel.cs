using Dapr.Workflow;
using Platform.Orders.Domain;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Writes down that an order is canceled and undone.</summary>
internal sealed class EndCancel(IOrderStore orders, TimeProvider clock) : WorkflowActivity<string, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, string input)
    {
        await orders.ChangeAsync(input, order => order.Cancel(clock.GetUtcNow()), CancellationToken.None);
        return true;
    }
}
