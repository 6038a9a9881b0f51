using Grpc.Core;
using Platform.Cart.Domain;
using Platform.Catalog.V1;
using Platform.Inventory.V1;
using Platform.Monetary;

namespace Platform.Cart.Upstream;

/// <summary>Asks catalog what SKUs cost, and inventory how many there are. Without catalog there are no quotes; without inventory there are.</summary>
internal sealed partial class QuoteClient(
    ProductService.ProductServiceClient catalog, InventoryService.InventoryServiceClient inventory, TimeProvider clock, ILogger<QuoteClient> logger)
{
    private const int BatchSize = 200;

    // Stock is a courtesy here: the checkout reserves it.
    private static readonly TimeSpan StockTimeout = TimeSpan.FromSeconds(1);

    /// <summary>What SKUs are and cost now; unknown ones are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Quote>> GetAsync(IEnumerable<string> skus, CancellationToken cancellationToken)
    {
        var batches = await Task.WhenAll(skus.Distinct().Chunk(BatchSize).Select(batch => GetBatchAsync(batch, cancellationToken)));
        return batches.SelectMany(batch => batch).ToDictionary();
    }

    private async Task<Dictionary<string, Quote>> GetBatchAsync(string[] skus, CancellationToken cancellationToken)
    {
        var stock = GetStockAsync(skus, cancellationToken);
        var request = new GetProductPricesRequest { Skus = { skus } };
        var prices = await catalog.GetProductPricesAsync(request, cancellationToken: cancellationToken);
        var available = await stock;
        return prices.Prices.ToDictionary(price => price.Sku, price => ToQuote(price, available));
    }

    private async Task<Dictionary<string, long>?> GetStockAsync(string[] skus, CancellationToken cancellationToken)
    {
        try
        {
            var deadline = clock.GetUtcNow().UtcDateTime + StockTimeout;
            var request = new BatchGetAvailabilityRequest { Skus = { skus } };
            var answer = await inventory.BatchGetAvailabilityAsync(request, deadline: deadline, cancellationToken: cancellationToken);
            return answer.Availabilities.ToDictionary(each => each.Sku, each => each.Available);
        }
        catch (RpcException failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoStock(failure.StatusCode);
            return null;
        }
    }

    private static Quote ToQuote(GetProductPricesResponse.Types.SkuPrice price, Dictionary<string, long>? available) => new(
        price.Title,
        Money.TryFromProto(price.UnitPrice, out var unitPrice) ? unitPrice : throw new InvalidOperationException("catalog gave no price"),
        price.Purchasable,
        [.. price.Categories],
        available?.GetValueOrDefault(price.Sku));

    [LoggerMessage(LogLevel.Warning, "Inventory did not say what is in stock ({Status}).")]
    private partial void LogNoStock(StatusCode status);
}
