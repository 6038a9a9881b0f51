using Grpc.Core;
using Platform.Inventory.V1;

namespace Platform.Inventory.Tests.Api;

public sealed class WaitingRoomTests(InventoryFixture inventory) : IClassFixture<InventoryFixture>
{
    [Fact]
    public async Task Join_SkuWithoutLine_SaysSo()
    {
        var sku = await inventory.NewSkuAsync(1);

        (await JoinAsync(sku, "ann").ShouldFailWithFactsAsync(StatusCode.FailedPrecondition)).Reason.ShouldBe("NO_WAITING_ROOM");
    }

    [Fact]
    public async Task Join_MoreBuyersThanUnits_WaitInOrder()
    {
        var sku = await NewHotSkuAsync(2);

        var places = new List<WaitingRoomPlace>();
        foreach (var buyer in new[] { "ann", "bob", "cid", "dan", "cid" })
        {
            places.Add(await JoinAsync(sku, buyer));
        }

        places.Select(place => place.State).Take(2).ShouldAllBe(state => state == WaitingRoomPlace.Types.State.Admitted);
        places.Skip(2).Select(place => (place.State, place.Position)).ShouldBe(
            [(WaitingRoomPlace.Types.State.Waiting, 1), (WaitingRoomPlace.Types.State.Waiting, 2), (WaitingRoomPlace.Types.State.Waiting, 1)]);
    }

    [Fact]
    public async Task Reserve_OutOfTurn_TellsThePlace()
    {
        var sku = await NewHotSkuAsync(1);
        await JoinAsync(sku, "ann");

        var (reason, facts) = await inventory.Client.ReserveStockAsync(Calls.Reserve(sku + "b", (sku, 1)), Calls.By("bob")).ShouldFailWithFactsAsync(StatusCode.FailedPrecondition);

        reason.ShouldBe("WAITING_ROOM");
        facts["position:" + sku].ShouldBe("1");
        (await inventory.Client.ReserveStockAsync(Calls.Reserve(sku + "a", (sku, 1)), Calls.By("ann"))).State.ShouldBe(Reservation.Types.State.Held);
        (await PlaceAsync(sku, "ann")).State.ShouldBe(WaitingRoomPlace.Types.State.Served);
    }

    [Fact]
    public async Task Release_OfTheFirst_LetsTheNextIn()
    {
        var sku = await NewHotSkuAsync(1);
        await JoinAsync(sku, "ann");
        await JoinAsync(sku, "bob");
        await inventory.Client.ReserveStockAsync(Calls.Reserve(sku + "a", (sku, 1)), Calls.By("ann"));
        (await PlaceAsync(sku, "bob")).State.ShouldBe(WaitingRoomPlace.Types.State.Waiting);

        await inventory.Client.ReleaseReservationAsync(Calls.Release(sku + "a"));

        (await PlaceAsync(sku, "bob")).State.ShouldBe(WaitingRoomPlace.Types.State.Admitted);
        (await inventory.Client.ReserveStockAsync(Calls.Reserve(sku + "b", (sku, 1)), Calls.By("bob"))).State.ShouldBe(Reservation.Types.State.Held);
    }

    [Fact]
    public async Task Turn_Unused_GoesToTheNext()
    {
        var sku = await NewHotSkuAsync(1);
        await JoinAsync(sku, "ann");
        await JoinAsync(sku, "bob");

        inventory.Clock.Advance(TimeSpan.FromMinutes(3));

        (await PlaceAsync(sku, "bob")).State.ShouldBe(WaitingRoomPlace.Types.State.Admitted);
        (await PlaceAsync(sku, "ann")).State.ShouldBe(WaitingRoomPlace.Types.State.Lapsed);
        (await JoinAsync(sku, "ann")).Position.ShouldBe(1);
    }

    [Fact]
    public async Task Place_AllSold_SaysSoldOut()
    {
        var sku = await NewHotSkuAsync(1);
        await JoinAsync(sku, "ann");
        await JoinAsync(sku, "bob");

        await inventory.Client.ReserveStockAsync(Calls.Reserve(sku + "a", (sku, 1)), Calls.By("ann"));
        await inventory.Client.CommitReservationAsync(Calls.Commit(sku + "a"));

        (await PlaceAsync(sku, "bob")).State.ShouldBe(WaitingRoomPlace.Types.State.SoldOut);
        (await inventory.Client.ReserveStockAsync(Calls.Reserve(sku + "b", (sku, 1)), Calls.By("bob")).ShouldFailWithFactsAsync(StatusCode.FailedPrecondition))
            .Reason.ShouldBe("OUT_OF_STOCK");
    }

    [Fact]
    public async Task GetPlace_NeverJoined_IsNotFound()
    {
        var sku = await NewHotSkuAsync(1);
        var request = new GetWaitingRoomPlaceRequest { Name = $"stock/{sku}/places/me" };

        (await inventory.Client.GetWaitingRoomPlaceAsync(request, Calls.By("eve")).ShouldFailWithFactsAsync(StatusCode.NotFound)).Reason.ShouldBe("PLACE_NOT_FOUND");
    }

    private async Task<string> NewHotSkuAsync(long quantity)
    {
        var sku = await inventory.NewSkuAsync(quantity);
        await inventory.Client.SetStockPolicyAsync(
            new SetStockPolicyRequest { Name = "stock/" + sku, Policy = new StockPolicy { WaitingRoom = true } }, Calls.Admin);
        return sku;
    }

    private AsyncUnaryCall<WaitingRoomPlace> JoinAsync(string sku, string buyer) =>
        inventory.Client.JoinWaitingRoomAsync(new JoinWaitingRoomRequest { Parent = "stock/" + sku }, Calls.By(buyer));

    private async Task<WaitingRoomPlace> PlaceAsync(string sku, string buyer) =>
        await inventory.Client.GetWaitingRoomPlaceAsync(new GetWaitingRoomPlaceRequest { Name = $"stock/{sku}/places/me" }, Calls.By(buyer));
}
