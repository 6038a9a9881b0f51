using Google.Protobuf.WellKnownTypes;
using Platform.Geography;
using Platform.Inventory.V1;
using Platform.Orders.Api;
using Platform.Orders.Domain;
using Platform.Orders.Ports;
using Allocation = Platform.Orders.Domain.Allocation;

namespace Platform.Orders.Clients;

/// <inheritdoc />
internal sealed class StockClient(InventoryService.InventoryServiceClient inventory, TimeProvider clock) : IStock
{
    // Warehouses hardly ever change.
    private static readonly TimeSpan WarehouseLifetime = TimeSpan.FromMinutes(1);

    private volatile KnownWarehouses? _warehouses;

    public async Task<IReadOnlyList<Allocation>> ReserveAsync(
        string orderId, string buyer, IReadOnlyList<OrderPart> parts, Address address, CancellationToken cancellationToken)
    {
        var request = new ReserveStockRequest
        {
            ReservationId = orderId,
            Items = { parts.Select(part => new StockItem { Sku = part.Sku, Quantity = part.Quantity }) },
            ShipTo = AddressMapper.ToProto(address),
            Ttl = Duration.FromTimeSpan(IStock.HoldTime),
            Buyer = buyer,
        };
        var reservation = await Refusals.CallAsync(inventory.ReserveStockAsync(request, cancellationToken: cancellationToken));
        return [.. reservation.Allocations.Select(allocation => new Allocation(allocation.Sku, allocation.Warehouse, (int)allocation.Quantity))];
    }

    public async Task CommitAsync(string orderId, CancellationToken cancellationToken) =>
        await Refusals.CallAsync(
            inventory.CommitReservationAsync(new CommitReservationRequest { ReservationId = orderId }, cancellationToken: cancellationToken));

    public async Task ReleaseAsync(string orderId, CancellationToken cancellationToken) =>
        await inventory.ReleaseReservationAsync(new ReleaseReservationRequest { ReservationId = orderId }, cancellationToken: cancellationToken);

    public async Task RestockAsync(string sku, string warehouse, int quantity, string requestId, CancellationToken cancellationToken) =>
        await inventory.RestockItemAsync(
            new RestockItemRequest { Name = "stock/" + sku, Warehouse = warehouse, Quantity = quantity, RequestId = requestId },
            cancellationToken: cancellationToken);

    public async Task<IReadOnlyDictionary<string, GeoPoint>> GetWarehousesAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_warehouses is { } known && now < known.ExpireTime)
        {
            return known.Points;
        }

        var answer = await inventory.ListWarehousesAsync(new ListWarehousesRequest(), cancellationToken: cancellationToken);
        var points = answer.Warehouses.ToDictionary(
            warehouse => warehouse.WarehouseId, warehouse => new GeoPoint(warehouse.Location.Latitude, warehouse.Location.Longitude));
        _warehouses = new KnownWarehouses(points, now + WarehouseLifetime);
        return points;
    }

    private sealed record KnownWarehouses(IReadOnlyDictionary<string, GeoPoint> Points, DateTimeOffset ExpireTime);
}
