using Platform.Geography;
using Platform.Orders.Domain;

namespace Platform.Orders.Ports;

/// <summary>The stock. The order's id names its reservation.</summary>
internal interface IStock
{
    /// <summary>Sets items aside, all or none, for <see cref="HoldTime"/>. Twice is once.</summary>
    /// <exception cref="CheckoutRefusedException">OUT_OF_STOCK or another reason of the inventory.</exception>
    Task<IReadOnlyList<Allocation>> ReserveAsync(
        string orderId, string buyer, IReadOnlyList<OrderPart> parts, Address address, CancellationToken cancellationToken);

    /// <summary>Takes what is set aside out of stock. Twice is once.</summary>
    /// <exception cref="CheckoutRefusedException">RESERVATION_ENDED: it took too long.</exception>
    Task CommitAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>Gives everything back, set aside or taken out; a reservation that comes later gets nothing. Twice is once.</summary>
    Task ReleaseAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>Puts returned items into stock. Twice with the same request id is once.</summary>
    Task RestockAsync(string sku, string warehouse, int quantity, string requestId, CancellationToken cancellationToken);

    /// <summary>Where the warehouses are, by id.</summary>
    Task<IReadOnlyDictionary<string, GeoPoint>> GetWarehousesAsync(CancellationToken cancellationToken);

    /// <summary>How long items are set aside.</summary>
    static TimeSpan HoldTime { get; } = TimeSpan.FromMinutes(15);
}
