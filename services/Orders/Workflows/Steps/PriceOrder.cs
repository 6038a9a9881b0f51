using Platform.Orders.Domain.Pricing;
using Platform.Orders.Ports;

namespace Platform.Orders.Workflows.Steps;

/// <summary>Computes what the order costs.</summary>
internal sealed class PriceOrder(IStock stock) : CheckoutStep
{
    protected override async Task<Checkout> DoAsync(Checkout checkout)
    {
        var warehouses = await stock.GetWarehousesAsync(CancellationToken.None);
        var parcels = Parcels.Of(checkout.Items, checkout.Allocations, warehouses, checkout.Address);
        return checkout with { Quote = OrderPricing.Price(checkout.Items, checkout.Address, checkout.Cart!.Promotion, parcels) };
    }
}
