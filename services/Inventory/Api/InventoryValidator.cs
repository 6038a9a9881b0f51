using Platform.Hosting.Failures;
using Platform.Inventory.Actors;
using Platform.Inventory.Domain.Places;
using Platform.Inventory.Domain.Reservations;
using Platform.Inventory.Domain.Stock;
using Platform.Inventory.V1;

namespace Platform.Inventory.Api;

/// <summary>Checks requests, all fields at once, and turns them into what the actors take.</summary>
internal sealed class InventoryValidator(WarehouseMap warehouses)
{
    private const int MaxRequestIdLength = 128;
    private const int MaxReasonLength = 256;
    private const int MaxBuyerLength = 256;
    private const int MaxItems = 100;
    private const long MaxItemQuantity = 100_000;
    private const long MaxReorderQuantity = 1_000_000;
    private static readonly TimeSpan DefaultTtl = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan MaxTtl = TimeSpan.FromHours(1);

    public AddCall Check(RestockItemRequest request)
    {
        var warehouse = WarehouseOf(request.Warehouse);
        new FieldValidator()
            .Require(warehouses.Contains(warehouse), "warehouse", "is unknown")
            .Require(request.Quantity is >= 1 and <= SkuStock.MaxOnHand, "quantity", "must be 1 to 1,000,000,000")
            .Require(request.RequestId.Length <= MaxRequestIdLength, "request_id", "must be at most 128 characters")
            .ThrowIfInvalid();
        return new AddCall(MovementKind.Restocked, warehouse, request.Quantity, request.RequestId, "");
    }

    public AddCall Check(AdjustStockRequest request)
    {
        var warehouse = WarehouseOf(request.Warehouse);
        new FieldValidator()
            .Require(warehouses.Contains(warehouse), "warehouse", "is unknown")
            .Require(request.Delta is not 0 and >= -SkuStock.MaxOnHand and <= SkuStock.MaxOnHand, "delta", "must be -1,000,000,000 to 1,000,000,000 and not 0")
            .Require(request.Reason.Length is >= 1 and <= MaxReasonLength, "reason", "must be 1 to 256 characters")
            .Require(request.RequestId.Length <= MaxRequestIdLength, "request_id", "must be at most 128 characters")
            .ThrowIfInvalid();
        return new AddCall(MovementKind.Adjusted, warehouse, request.Delta, request.RequestId, request.Reason);
    }

    public Domain.Stock.StockPolicy Check(SetStockPolicyRequest request)
    {
        var policy = request.Policy ?? throw new InvalidArgumentException("policy", "must be set");
        new FieldValidator()
            .Require(policy.LowStockThreshold is >= 0 and <= SkuStock.MaxOnHand, "policy.low_stock_threshold", "must be 0 to 1,000,000,000")
            .Require(policy.ReorderQuantity is >= 0 and <= MaxReorderQuantity, "policy.reorder_quantity", "must be 0 to 1,000,000")
            .Require(
                policy.ReorderQuantity == 0 && policy.ReorderWarehouse.Length == 0 || warehouses.Contains(policy.ReorderWarehouse),
                "policy.reorder_warehouse",
                "must be a warehouse where reorder_quantity is set")
            .ThrowIfInvalid();
        return new Domain.Stock.StockPolicy
        {
            LowStockThreshold = policy.LowStockThreshold,
            ReorderQuantity = policy.ReorderQuantity,
            ReorderWarehouse = policy.ReorderWarehouse,
            WaitingRoom = policy.WaitingRoom,
        };
    }

    /// <summary>Checks a reservation.</summary>
    /// <param name="request">The request.</param>
    /// <param name="user">The user that the call is made for; empty for none.</param>
    public ReservationCall Check(ReserveStockRequest request, string user)
    {
        var ttl = request.Ttl is { } given ? Seconds(given) : DefaultTtl;
        var skus = request.Items.Select(item => item.Sku).ToHashSet(StringComparer.Ordinal);
        new FieldValidator()
            .Require(Names.IsId(request.ReservationId), "reservation_id", "must be 1 to 128 of A-Za-z0-9._~-")
            .Require(request.Items.Count is >= 1 and <= MaxItems, "items", "must be 1 to 100")
            .Require(skus.Count == request.Items.Count, "items", "must have each SKU once")
            .Require(skus.All(Names.IsSku), "items.sku", "must be 1 to 64 of A-Za-z0-9._~-")
            .Require(request.Items.All(item => item.Quantity is >= 1 and <= MaxItemQuantity), "items.quantity", "must be 1 to 100,000")
            .Require(ttl >= TimeSpan.FromSeconds(1) && ttl <= MaxTtl, "ttl", "must be 1 s to 1 h")
            .Require(request.Buyer.Length <= MaxBuyerLength, "buyer", "must be at most 256 characters")
            .ThrowIfInvalid();
        return new ReservationCall(
            [.. request.Items.OrderBy(item => item.Sku, StringComparer.Ordinal).Select(item => new ReservedItem(item.Sku, item.Quantity))],
            warehouses.NearestFirst(request.ShipTo?.RegionCode ?? "", request.ShipTo?.AdministrativeArea ?? ""),
            ttl,
            Buyer(request, user));
    }

    public static string CheckId(string reservationId) => Names.IsId(reservationId)
        ? reservationId
        : throw new InvalidArgumentException("reservation_id", "must be 1 to 128 of A-Za-z0-9._~-");

    // Where nobody says who buys, each reservation waits for itself.
    private static string Buyer(ReserveStockRequest request, string user) =>
        request.Buyer.Length > 0 ? request.Buyer : user.Length > 0 ? user : "reservation " + request.ReservationId;

    // Not by ToTimeSpan, which throws for what is out of its range.
    private static TimeSpan Seconds(Google.Protobuf.WellKnownTypes.Duration duration) =>
        TimeSpan.FromSeconds(Math.Clamp(duration.Seconds + (duration.Nanos / 1e9), 0, MaxTtl.TotalSeconds + 1));

    private string WarehouseOf(string id) => id.Length == 0 ? warehouses.Sites[0].Id : id;
}
