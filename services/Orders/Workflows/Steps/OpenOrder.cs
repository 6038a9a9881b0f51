using Dapr.Workflow;
using Platform.Orders.Domain;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Makes the order, unless there is one already. Says whether there is anything to check out: not when an earlier run has ended.</summary>
internal sealed class OpenOrder(IOrderStore orders, TimeProvider clock) : WorkflowActivity<Checkout, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, Checkout input)
    {
        var order = OrderCheckout.Open(input.OrderId, input.Buyer, input.Address, input.Fingerprint, clock.GetUtcNow());
        return !(await orders.CreateAsync(order, CancellationToken.None)).IsCheckedOut;
    }
}
