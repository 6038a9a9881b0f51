using Platform.Inventory.V1;
using Platform.Testing;

namespace Platform.Inventory.Tests.Api;

public sealed class ExpiryTests(InventoryFixture inventory) : IClassFixture<InventoryFixture>
{
    [Fact]
    public async Task Reserve_NotCommitted_ExpiresByItself()
    {
        var (first, second) = (await inventory.NewSkuAsync(5), await inventory.NewSkuAsync(5));
        var id = Guid.NewGuid().ToString("N");
        await inventory.Client.ReserveStockAsync(Calls.Reserve(id, (first, 2), (second, 3)));

        inventory.Clock.Advance(TimeSpan.FromMinutes(15));

        await Eventually.AssertAsync(async () =>
        {
            (await inventory.StockAsync(first)).ShouldBe((5, 5, 0));
            (await inventory.StockAsync(second)).ShouldBe((5, 5, 0));
        });
        (await inventory.Client.GetReservationAsync(new GetReservationRequest { ReservationId = id })).State.ShouldBe(Reservation.Types.State.Expired);
    }

    [Fact]
    public async Task Commit_BeforeItExpires_Stays()
    {
        var sku = await inventory.NewSkuAsync(5);
        var (sold, left) = (Calls.Reserve(sku + "-sold", (sku, 2)), Calls.Reserve(sku + "-left", (sku, 1)));
        await inventory.Client.ReserveStockAsync(sold);
        await inventory.Client.ReserveStockAsync(left);
        await inventory.Client.CommitReservationAsync(Calls.Commit(sold.ReservationId));

        inventory.Clock.Advance(TimeSpan.FromMinutes(15));

        await Eventually.AssertAsync(async () => (await inventory.StockAsync(sku)).ShouldBe((3, 3, 0)));
        (await inventory.Client.GetReservationAsync(new GetReservationRequest { ReservationId = sold.ReservationId })).State.ShouldBe(Reservation.Types.State.Committed);
    }
}
