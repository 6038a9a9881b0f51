using Dapr.Workflow;
using Platform.Orders.Ports;
using Platform.Orders.Storage;

namespace Platform.Orders.Workflows.Refunds;

/// <summary>Puts what came back into stock, in the warehouse that the item was sent from.</summary>
internal sealed class RestockReturn(IOrderStore orders, IStock stock) : WorkflowActivity<RefundTask, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, RefundTask input)
    {
        var order = await orders.FindAsync(input.OrderId, CancellationToken.None) ?? throw OrderStore.Unknown(input.OrderId);
        foreach (var part in order.Returns.Single(each => each.Id == input.ReturnId).Parts)
        {
            var warehouse = order.Allocations.First(allocation => allocation.Sku == part.Sku).Warehouse;
            await stock.RestockAsync(part.Sku, warehouse, part.Quantity, $"{input.OrderId}-{input.ReturnId}", CancellationToken.None);
        }

        return true;
    }
}
