using Grpc.Core;
using Platform.Inventory.V1;
using Platform.Testing;

namespace Platform.Inventory.Tests.Api;

public sealed class StockTests(InventoryFixture inventory) : IClassFixture<InventoryFixture>
{
    [Fact]
    public async Task Get_UnknownSku_HasNone()
    {
        var stock = await inventory.Client.GetStockAsync(new GetStockRequest { Name = "stock/nothing" });

        stock.ShouldBe(new Stock { Name = "stock/nothing", Sku = "nothing", Policy = new StockPolicy() });
    }

    [Fact]
    public async Task Restock_SameRequestId_AddsOnce()
    {
        var sku = await inventory.NewSkuAsync(1);
        var request = new RestockItemRequest { Name = "stock/" + sku, Quantity = 4, RequestId = "r" };

        await inventory.Client.RestockItemAsync(request, Calls.Admin);
        (await inventory.Client.RestockItemAsync(request, Calls.Admin)).OnHand.ShouldBe(5);
        request.Quantity = 5;

        (await inventory.Client.RestockItemAsync(request, Calls.Admin).ShouldFailWithFactsAsync(StatusCode.InvalidArgument)).Reason.ShouldBe("REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task Restock_ByCustomer_IsRefused() =>
        await inventory.Client.RestockItemAsync(new RestockItemRequest { Name = "stock/a", Quantity = 4 }, Calls.By("eve")).ShouldFailWithFactsAsync(StatusCode.PermissionDenied);

    [Fact]
    public async Task Adjust_BelowReserved_IsRefused()
    {
        var sku = await inventory.NewSkuAsync(5);
        await inventory.Client.ReserveStockAsync(Calls.Reserve(sku, (sku, 3)));
        var request = new AdjustStockRequest { Name = "stock/" + sku, Delta = -3, Reason = "lost" };

        (await inventory.Client.AdjustStockAsync(request, Calls.Admin).ShouldFailWithFactsAsync(StatusCode.FailedPrecondition)).Reason.ShouldBe("STOCK_TOO_LOW");
        request.Delta = -2;
        (await inventory.Client.AdjustStockAsync(request, Calls.Admin)).Available.ShouldBe(0);
    }

    [Fact]
    public async Task ListMovements_SeveralPages_HasEachOnce()
    {
        var sku = await inventory.NewSkuAsync(1);
        for (var i = 0; i < 119; i++)
        {
            await inventory.Client.RestockItemAsync(new RestockItemRequest { Name = "stock/" + sku, Quantity = 1 }, Calls.Admin);
        }

        var sequences = new List<long>();
        var request = new ListMovementsRequest { Parent = "stock/" + sku, PageSize = 33 };
        do
        {
            var page = await inventory.Client.ListMovementsAsync(request, Calls.Admin);
            sequences.AddRange(page.Movements.Select(movement => movement.Sequence));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        sequences.ShouldBe(Enumerable.Range(1, 120).Reverse().Select(number => (long)number));
        (await inventory.StockAsync(sku)).ShouldBe((120, 120, 0));
    }

    [Fact]
    public async Task ListStock_SeveralPages_HasEachOnce()
    {
        var skus = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            skus.Add(await inventory.NewSkuAsync(1));
        }

        var listed = new List<string>();
        var request = new ListStockRequest { PageSize = 3 };
        do
        {
            var page = await inventory.Client.ListStockAsync(request, Calls.Admin);
            listed.AddRange(page.Stock.Select(stock => stock.Sku));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        listed.Distinct().Count().ShouldBe(listed.Count);
        skus.ShouldBeSubsetOf(listed);
    }

    [Fact]
    public async Task BatchGetAvailability_Skus_AnswersForEach()
    {
        var sku = await inventory.NewSkuAsync(5);

        var answer = await inventory.Client.BatchGetAvailabilityAsync(new BatchGetAvailabilityRequest { Skus = { "none", sku } });

        answer.Availabilities.Select(each => (each.Sku, each.Available)).ShouldBe([("none", 0), (sku, 5)]);
    }

    [Fact]
    public async Task Changes_InQuickSuccession_AreToldAsOne()
    {
        var sku = await inventory.NewSkuAsync(5);
        await inventory.Client.RestockItemAsync(new RestockItemRequest { Name = "stock/" + sku, Quantity = 2 }, Calls.Admin);

        inventory.Clock.Advance(TimeSpan.FromSeconds(1));

        await Eventually.AssertAsync(() => inventory.Told.Where(told => told.Sku == sku).ShouldHaveSingleItem().Stock.OnHand().ShouldBe(7));
    }

    [Fact]
    public async Task Policy_StockGetsLow_TellsAndReordersOnce()
    {
        var sku = await inventory.NewSkuAsync(5);
        var policy = new StockPolicy { LowStockThreshold = 4, ReorderQuantity = 10, ReorderWarehouse = "us-west" };
        await inventory.Client.SetStockPolicyAsync(new SetStockPolicyRequest { Name = "stock/" + sku, Policy = policy }, Calls.Admin);

        await inventory.Client.ReserveStockAsync(Calls.Reserve(sku + "1", (sku, 2)));
        await inventory.Client.ReserveStockAsync(Calls.Reserve(sku + "2", (sku, 1)));
        inventory.Clock.Advance(TimeSpan.FromSeconds(1));

        await Eventually.AssertAsync(() => inventory.Told.Where(told => told.Sku == sku && told.Low is not null).ShouldHaveSingleItem().Low!.ReorderQuantity.ShouldBe(10));
        var reorder = (await inventory.Client.ListReordersAsync(new ListReordersRequest { Parent = "stock/" + sku }, Calls.Admin)).Reorders.ShouldHaveSingleItem();
        await inventory.Client.ReceiveReorderAsync(new ReceiveReorderRequest { Name = reorder.Name }, Calls.Admin);
        (await inventory.Client.ReceiveReorderAsync(new ReceiveReorderRequest { Name = reorder.Name }, Calls.Admin)).ReceiveTime.ShouldNotBeNull();
        (await inventory.StockAsync(sku)).ShouldBe((12, 15, 3));
    }
}
