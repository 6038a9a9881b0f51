using Grpc.Core;
using Platform.Inventory.V1;

namespace Platform.Inventory.Tests.Api;

/// <summary>Calls as others make them.</summary>
internal static class Calls
{
    public static Metadata Admin => new() { { "platform-user", "boss" }, { "platform-roles", "admin" } };

    public static Metadata By(string user) => new() { { "platform-user", user }, { "platform-roles", "customer" } };

    public static ReserveStockRequest Reserve(string id, params (string Sku, long Quantity)[] items) => new()
    {
        ReservationId = id,
        Items = { items.Select(item => new StockItem { Sku = item.Sku, Quantity = item.Quantity }) },
    };

    public static CommitReservationRequest Commit(string id) => new() { ReservationId = id };

    public static ReleaseReservationRequest Release(string id) => new() { ReservationId = id };
}
