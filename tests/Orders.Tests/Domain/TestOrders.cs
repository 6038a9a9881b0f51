using Platform.Monetary;
using Platform.Orders.Domain;
using Platform.Orders.Domain.Pricing;

namespace Platform.Orders.Tests.Domain;

/// <summary>Orders to test with.</summary>
internal static class TestOrders
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly Address Texas = new() { RegionCode = "US", AdministrativeArea = "TX", PostalCode = "73301" };

    /// <summary>A confirmed order: 3 of a, from two warehouses, and 1 of b.</summary>
    public static Order Confirmed()
    {
        var quote = OrderPricing.Price(
            [new PricedItem("a", "A", 3, Usd(10), 100, []), new PricedItem("b", "B", 1, Usd(7), 100, [])], Texas, promotion: null, [new Parcel(400, 100)]);
        return Pending().Record(quote, [new Allocation("a", "east", 2), new Allocation("a", "west", 1), new Allocation("b", "west", 1)], Now).Confirm(Now);
    }

    public static Order Pending() => OrderCheckout.Open("0123456789abcdef01234567", "ann", Texas, "f", Now);

    public static Money Usd(decimal amount) => new("USD", amount);
}
