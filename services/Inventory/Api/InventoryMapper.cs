using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Platform.Inventory.Domain.Line;
using Platform.Inventory.Domain.Places;
using Platform.Inventory.Domain.Reservations;
using Platform.Inventory.Domain.Stock;
using Platform.Inventory.V1;

namespace Platform.Inventory.Api;

/// <summary>Turns what the domain has into what callers get.</summary>
internal static class InventoryMapper
{
    public static V1.Stock ToProto(string sku, SkuStock stock) => new()
    {
        Name = ResourceNames.OfStock(sku),
        Sku = sku,
        Available = stock.Available(),
        OnHand = stock.OnHand(),
        Reserved = stock.Reserved(),
        Warehouses = { ToProto(stock) },
        Policy = ToProto(stock.Policy),
        Sequence = stock.Sequence,
        UpdateTime = stock.UpdateTime?.ToTimestamp(),
    };

    public static IEnumerable<WarehouseStock> ToProto(SkuStock stock) => stock.Levels
        .OrderBy(level => level.Key, StringComparer.Ordinal)
        .Select(level => new WarehouseStock { Warehouse = level.Key, OnHand = level.Value.OnHand, Reserved = level.Value.Reserved });

    public static V1.Movement ToProto(string sku, Domain.Stock.Movement movement) => new()
    {
        Name = ResourceNames.OfMovement(sku, movement.Sequence),
        Sequence = movement.Sequence,
        CreateTime = movement.Time.ToTimestamp(),
        Kind = (V1.Movement.Types.Kind)movement.Kind,
        Warehouse = movement.Warehouse,
        OnHandDelta = movement.OnHandDelta,
        ReservedDelta = movement.ReservedDelta,
        Reference = movement.Reference,
        Reason = movement.Reason,
    };

    public static V1.Reorder ToProto(string sku, Domain.Stock.Reorder reorder) => new()
    {
        Name = ResourceNames.OfReorder(sku, reorder.Id),
        Quantity = reorder.Quantity,
        Warehouse = reorder.Warehouse,
        CreateTime = reorder.CreateTime.ToTimestamp(),
        ReceiveTime = reorder.ReceiveTime?.ToTimestamp(),
    };

    public static Warehouse ToProto(WarehouseSite site) => new()
    {
        Name = "warehouses/" + site.Id,
        WarehouseId = site.Id,
        DisplayName = site.DisplayName,
        RegionCode = site.RegionCode,
        Location = new LatLng { Latitude = site.Location.Latitude, Longitude = site.Location.Longitude },
    };

    public static WaitingRoomPlace ToProto(string sku, PlaceView place) => new()
    {
        Name = ResourceNames.OfPlace(sku),
        State = (WaitingRoomPlace.Types.State)place.State,
        Position = place.Position,
        TurnExpireTime = place.TurnEndTime?.ToTimestamp(),
    };

    public static V1.Reservation ToProto(string id, Domain.Reservations.Reservation reservation) => new()
    {
        ReservationId = id,
        Items = { reservation.Items.Select(item => new StockItem { Sku = item.Sku, Quantity = item.Quantity }) },
        Allocations =
        {
            reservation.Items.Zip(reservation.Allocations).SelectMany(pair => pair.Second.Select(
                each => new V1.Allocation { Sku = pair.First.Sku, Warehouse = each.Warehouse, Quantity = each.Quantity })),
        },
        State = ToProto(reservation.State),
        ExpireTime = reservation.ExpireTime?.ToTimestamp(),
    };

    private static V1.StockPolicy ToProto(Domain.Stock.StockPolicy policy) => new()
    {
        LowStockThreshold = policy.LowStockThreshold,
        ReorderQuantity = policy.ReorderQuantity,
        ReorderWarehouse = policy.ReorderWarehouse,
        WaitingRoom = policy.WaitingRoom,
    };

    // What is decided is told, also while some SKUs have not heard of it.
    private static V1.Reservation.Types.State ToProto(ReservationState state) => state switch
    {
        ReservationState.Pending => V1.Reservation.Types.State.Pending,
        ReservationState.Held => V1.Reservation.Types.State.Held,
        ReservationState.Committing or ReservationState.Committed => V1.Reservation.Types.State.Committed,
        ReservationState.Releasing or ReservationState.Released => V1.Reservation.Types.State.Released,
        ReservationState.Expiring or ReservationState.Expired => V1.Reservation.Types.State.Expired,
        _ => V1.Reservation.Types.State.Unspecified,
    };
}
