using Platform.Inventory.Domain.Stock;

namespace Platform.Inventory.Tests.Domain;

public sealed class ReorderPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10, 5, false, false)]
    [InlineData(5, 4, true, true)]
    [InlineData(4, 3, false, true)]
    public void Decide_Levels_TellsOnceAndOrders(long before, long after, bool getsLow, bool orders)
    {
        var (tells, reorder) = ReorderPolicy.Decide(Stock(before), Stock(after), [], Now);

        tells.ShouldBe(getsLow);
        (reorder is not null).ShouldBe(orders);
    }

    [Fact]
    public void Decide_OrderOnItsWay_OrdersNoOther() =>
        ReorderPolicy.Decide(Stock(5), Stock(4), [new Reorder("1", 50, "a", Now)], Now).ShouldBe((true, null));

    [Fact]
    public void Decide_OrderReceived_OrdersAgain() =>
        ReorderPolicy.Decide(Stock(5), Stock(4), [new Reorder("1", 50, "a", Now, Now)], Now).Reorder.ShouldNotBeNull().Quantity.ShouldBe(50);

    private static SkuStock Stock(long onHand) => new()
    {
        Levels = new Dictionary<string, Level> { ["a"] = new(onHand, 0) },
        Policy = new StockPolicy { LowStockThreshold = 5, ReorderQuantity = 50, ReorderWarehouse = "a" },
    };
}
