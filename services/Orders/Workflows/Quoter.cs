using Platform.Orders.Domain;
using Platform.Orders.Domain.Pricing;
using Platform.Orders.Ports;

namespace Platform.Orders.Workflows;

/// <summary>Says what a checkout would cost, as if the nearest warehouse had everything.</summary>
internal sealed class Quoter(CartReader carts, IStock stock)
{
    /// <summary>Prices a buyer's cart.</summary>
    /// <exception cref="CheckoutRefusedException">It cannot be bought as it is.</exception>
    public async Task<OrderTotals> QuoteAsync(string buyer, Address address, string promoCode, CancellationToken cancellationToken)
    {
        var (cart, items) = await carts.ReadAsync(buyer, promoCode, cancellationToken);
        var warehouses = await stock.GetWarehousesAsync(cancellationToken);
        var nearest = Parcels.NearestWarehouse(warehouses, address);
        var parcels = Parcels.Of(items, [.. items.Select(item => new Allocation(item.Sku, nearest, item.Quantity))], warehouses, address);
        return OrderPricing.Price(items, address, cart.Promotion, parcels).Totals;
    }
}
