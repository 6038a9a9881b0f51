using Dapr.Workflow;
using Platform.Orders.Domain;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Writes down that a checkout failed, or was canceled, and is undone.</summary>
internal sealed class FailOrder(IOrderStore orders, TimeProvider clock) : WorkflowActivity<EndedCheckout, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, EndedCheckout input)
    {
        await orders.ChangeAsync(input.OrderId, order => order.Fail(input.Failure, clock.GetUtcNow()), CancellationToken.None);
        return true;
    }
}
