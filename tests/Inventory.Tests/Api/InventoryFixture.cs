using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Platform.Inventory.Actors;
using Platform.Inventory.Domain.Stock;
using Platform.Inventory.Events;
using Platform.Inventory.V1;
using Platform.Testing;

namespace Platform.Inventory.Tests.Api;

/// <summary>The inventory on its port, with a clock that the tests move. Nothing in it may log an error.</summary>
public sealed class InventoryFixture : IAsyncLifetime
{
    private readonly ConcurrentQueue<ToldStock> _told = new();
    private readonly ConcurrentQueue<string> _skus = new();
    private TestPlatform? _platform;

    /// <summary>The clock of the inventory and its sidecar.</summary>
    public ManualTimeProvider Clock { get; } = new();

    /// <summary>A client of its port.</summary>
    public InventoryService.InventoryServiceClient Client => new(Platform["inventory"].Channel);

    /// <summary>What others were told of SKUs.</summary>
    internal IEnumerable<ToldStock> Told => _told;

    private TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync() => _platform = await TestPlatform.StartAsync(Clock, new ServiceSettings<SkuStock>
    {
        AppId = "inventory",
        ConfigureServices = services => services.AddSingleton<IStockEvents>(new Recorder(_told)),
    });

    public async ValueTask DisposeAsync()
    {
        await BeQuietAsync();
        await Platform.DisposeAsync();
        Platform.Logs.ShouldHoldNoErrors();
    }

    /// <summary>Makes a SKU with some stock.</summary>
    public async Task<string> NewSkuAsync(long quantity, string warehouse = "us-east")
    {
        var sku = "sku-" + Guid.NewGuid().ToString("N");
        _skus.Enqueue(sku);
        await Client.RestockItemAsync(new RestockItemRequest { Name = "stock/" + sku, Warehouse = warehouse, Quantity = quantity }, Calls.Admin);
        return sku;
    }

    /// <summary>Available, on hand, reserved.</summary>
    public async Task<(long Available, long OnHand, long Reserved)> StockAsync(string sku)
    {
        var stock = await Client.GetStockAsync(new GetStockRequest { Name = "stock/" + sku });
        var audit = await Client.VerifyStockAsync(new VerifyStockRequest { Name = "stock/" + sku }, Calls.Admin);
        audit.Consistent.ShouldBeTrue(string.Join('\n', audit.Differences));
        return (stock.Available, stock.OnHand, stock.Reserved);
    }

    // Lets the reminders fire that are due soon, so that none is under way when everything stops.
    private async Task BeQuietAsync()
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var sku in _skus)
        {
            var stock = await Client.GetStockAsync(new GetStockRequest { Name = "stock/" + sku });
            await Eventually.AssertAsync(() => _told.Last(told => told.Sku == sku).Stock.Sequence.ShouldBe(stock.Sequence));
            await Client.GetStockAsync(new GetStockRequest { Name = "stock/" + sku });
        }
    }

    internal sealed record ToldStock(string Sku, SkuStock Stock, LowNotice? Low);

    private sealed class Recorder(ConcurrentQueue<ToldStock> told) : IStockEvents
    {
        public Task TellAsync(string sku, SkuStock stock, LowNotice? low)
        {
            told.Enqueue(new ToldStock(sku, stock, low));
            return Task.CompletedTask;
        }
    }
}
