using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Inventory.V1;

namespace Platform.Inventory.Tests.Api;

public sealed class ReservationTests(InventoryFixture inventory) : IClassFixture<InventoryFixture>
{
    [Fact]
    public async Task Reserve_ThenCommit_SellsOnce()
    {
        var sku = await inventory.NewSkuAsync(5);
        var id = NewId();

        var held = await inventory.Client.ReserveStockAsync(Calls.Reserve(id, (sku, 2)));
        (await inventory.Client.ReserveStockAsync(Calls.Reserve(id, (sku, 2)))).ShouldBe(held);
        (await inventory.StockAsync(sku)).ShouldBe((3, 5, 2));
        await inventory.Client.CommitReservationAsync(Calls.Commit(id));
        var sold = await inventory.Client.CommitReservationAsync(Calls.Commit(id));

        held.State.ShouldBe(Reservation.Types.State.Held);
        held.Allocations.ShouldHaveSingleItem().ShouldBe(new Allocation { Sku = sku, Warehouse = "us-east", Quantity = 2 });
        held.ExpireTime.ToDateTimeOffset().ShouldBe(inventory.Clock.GetUtcNow().AddMinutes(15));
        sold.State.ShouldBe(Reservation.Types.State.Committed);
        (await inventory.StockAsync(sku)).ShouldBe((3, 3, 0));
    }

    [Fact]
    public async Task Reserve_OneItemMissing_HoldsNothingAndTellsAll()
    {
        var (many, few, none) = (await inventory.NewSkuAsync(5), await inventory.NewSkuAsync(1), "sku-unknown");

        var (reason, facts) = await inventory.Client.ReserveStockAsync(Calls.Reserve(NewId(), (many, 1), (few, 2), (none, 1))).ShouldFailWithFactsAsync(StatusCode.FailedPrecondition);

        reason.ShouldBe("OUT_OF_STOCK");
        facts.ShouldBe(new Dictionary<string, string> { [few] = "1", [none] = "0" }, ignoreOrder: true);
        (await inventory.StockAsync(many)).ShouldBe((5, 5, 0));
        (await inventory.StockAsync(few)).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task Reserve_AgainAfterRestock_Works()
    {
        var sku = await inventory.NewSkuAsync(1);
        var id = NewId();
        await inventory.Client.ReserveStockAsync(Calls.Reserve(id, (sku, 2))).ShouldFailWithFactsAsync(StatusCode.FailedPrecondition);
        await inventory.Client.RestockItemAsync(new RestockItemRequest { Name = "stock/" + sku, Quantity = 1 }, Calls.Admin);

        var held = await inventory.Client.ReserveStockAsync(Calls.Reserve(id, (sku, 2)));

        held.State.ShouldBe(Reservation.Types.State.Held);
        (await inventory.StockAsync(sku)).ShouldBe((0, 2, 2));
    }

    [Fact]
    public async Task Reserve_OtherItemsSameId_SaysSo()
    {
        var sku = await inventory.NewSkuAsync(5);
        var id = NewId();
        await inventory.Client.ReserveStockAsync(Calls.Reserve(id, (sku, 2)));

        (await inventory.Client.ReserveStockAsync(Calls.Reserve(id, (sku, 3))).ShouldFailWithFactsAsync(StatusCode.InvalidArgument)).Reason.ShouldBe("REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task Release_Held_GivesBackOnce()
    {
        var sku = await inventory.NewSkuAsync(5);
        var id = NewId();
        await inventory.Client.ReserveStockAsync(Calls.Reserve(id, (sku, 2)));

        await inventory.Client.ReleaseReservationAsync(Calls.Release(id));
        await inventory.Client.ReleaseReservationAsync(Calls.Release(id));

        (await inventory.StockAsync(sku)).ShouldBe((5, 5, 0));
        (await inventory.Client.CommitReservationAsync(Calls.Commit(id)).ShouldFailWithFactsAsync(StatusCode.FailedPrecondition)).Reason.ShouldBe("RESERVATION_ENDED");
    }

    [Fact]
    public async Task Release_Committed_PutsItBack()
    {
        var sku = await inventory.NewSkuAsync(5);
        var id = NewId();
        await inventory.Client.ReserveStockAsync(Calls.Reserve(id, (sku, 2)));
        await inventory.Client.CommitReservationAsync(Calls.Commit(id));

        await inventory.Client.ReleaseReservationAsync(Calls.Release(id));
        await inventory.Client.ReleaseReservationAsync(Calls.Release(id));

        (await inventory.StockAsync(sku)).ShouldBe((5, 5, 0));
        var movements = await inventory.Client.ListMovementsAsync(new ListMovementsRequest { Parent = "stock/" + sku }, Calls.Admin);
        movements.Movements.Select(movement => movement.Kind).ShouldBe(
            [Movement.Types.Kind.Returned, Movement.Types.Kind.Committed, Movement.Types.Kind.Reserved, Movement.Types.Kind.Restocked]);
    }

    [Fact]
    public async Task Release_BeforeReserve_KeepsTheLateOneOut()
    {
        var sku = await inventory.NewSkuAsync(5);
        var id = NewId();

        await inventory.Client.ReleaseReservationAsync(Calls.Release(id));

        (await inventory.Client.ReserveStockAsync(Calls.Reserve(id, (sku, 2))).ShouldFailWithFactsAsync(StatusCode.FailedPrecondition)).Reason.ShouldBe("RESERVATION_ENDED");
        (await inventory.StockAsync(sku)).ShouldBe((5, 5, 0));
    }

    [Fact]
    public async Task Commit_Unknown_IsNotFound() =>
        (await inventory.Client.CommitReservationAsync(Calls.Commit(NewId())).ShouldFailWithFactsAsync(StatusCode.NotFound)).Reason.ShouldBe("RESERVATION_NOT_FOUND");

    [Fact]
    public async Task Reserve_FlashSale_SellsWhatThereIsAndNoMore()
    {
        var sku = await inventory.NewSkuAsync(20);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            try
            {
                return (await inventory.Client.ReserveStockAsync(Calls.Reserve($"{sku}-{i}", (sku, 1)))).ReservationId;
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.FailedPrecondition)
            {
                return null;
            }
        }));
        await Task.WhenAll(outcomes.OfType<string>().Select(id => inventory.Client.CommitReservationAsync(Calls.Commit(id)).ResponseAsync));

        outcomes.Count(id => id is not null).ShouldBe(20);
        (await inventory.StockAsync(sku)).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Reserve_CrossingItems_NeverDeadlocks()
    {
        var (first, second) = (await inventory.NewSkuAsync(50), await inventory.NewSkuAsync(50));

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => inventory.Client.ReserveStockAsync(
            i % 2 == 0 ? Calls.Reserve(NewId(), (first, 1), (second, 1)) : Calls.Reserve(NewId(), (second, 1), (first, 1))).ResponseAsync));

        (await inventory.StockAsync(first)).ShouldBe((10, 50, 40));
        (await inventory.StockAsync(second)).ShouldBe((10, 50, 40));
    }

    [Fact]
    public async Task Reserve_ShipTo_TakesFromTheNearest()
    {
        var sku = await inventory.NewSkuAsync(5, "us-east");
        await inventory.Client.RestockItemAsync(new RestockItemRequest { Name = "stock/" + sku, Warehouse = "eu-central", Quantity = 5 }, Calls.Admin);
        var request = Calls.Reserve(NewId(), (sku, 2));
        request.ShipTo = new Google.Type.PostalAddress { RegionCode = "FR" };

        (await inventory.Client.ReserveStockAsync(request)).Allocations.ShouldHaveSingleItem().Warehouse.ShouldBe("eu-central");
    }

    [Fact]
    public async Task Reserve_BadFields_NamesAll()
    {
        var request = Calls.Reserve("a b", ("x", 1), ("x", 0), ("/", 1));
        request.Ttl = new Duration { Seconds = long.MaxValue };

        (await inventory.Client.ReserveStockAsync(request).ShouldBeInvalidAsync()).ShouldBe(["reservation_id", "items", "items.sku", "items.quantity", "ttl"]);
    }

    private static string NewId() => Guid.NewGuid().ToString("N");
}
