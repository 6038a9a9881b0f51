using Dapr.Workflow;
using Platform.Orders.Domain;
using Platform.Orders.Ports;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Refunds;

/// <summary>Puts into stock what a refunded order had taken and was never sent.</summary>
internal sealed class RestockUnshipped(IOrderStore orders, IStock stock) : WorkflowActivity<RefundTask, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, RefundTask input)
    {
        var order = await orders.FindAsync(input.OrderId, CancellationToken.None) ?? throw OrderStore.Unknown(input.OrderId);
        foreach (var (sku, warehouse, quantity) in order.UnshippedAllocations())
        {
            await stock.RestockAsync(sku, warehouse, quantity, $"{input.OrderId}-unshipped-{warehouse}", CancellationToken.None);
        }

        return true;
    }
}
