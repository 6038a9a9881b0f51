using Platform.Orders.Domain;
using Platform.Orders.Ports;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Sets the items aside, all or none. Undone by <see cref="ReleaseStock"/>.</summary>
internal sealed class ReserveStock(IStock stock) : CheckoutStep
{
    protected override async Task<Checkout> DoAsync(Checkout checkout)
    {
        var parts = checkout.Items.Select(item => new OrderPart(item.Sku, item.Quantity)).ToList();
        return checkout with { Allocations = await stock.ReserveAsync(checkout.OrderId, checkout.Buyer, parts, checkout.Address, CancellationToken.None) };
    }
}
