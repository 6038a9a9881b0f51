using Platform.Cart.Domain;
using Platform.Catalog.V1;
using Platform.Monetary;

namespace Platform.Cart.Upstream;

/// <summary>Asks catalog what SKUs cost, and inventory how many there are. Without catalog there are no quotes; without inventory there are.</summary>
internal sealed class QuoteClient(ProductService.ProductServiceClient catalog, StockClient stock)
{
    private const int BatchSize = 200;

    /// <summary>What SKUs are and cost now; unknown ones are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Quote>> GetAsync(IEnumerable<string> skus, CancellationToken cancellationToken)
    {
        var batches = await Task.WhenAll(skus.Distinct().Chunk(BatchSize).Select(batch => GetBatchAsync(batch, cancellationToken)));
        return batches.SelectMany(batch => batch).ToDictionary();
    }

    private async Task<Dictionary<string, Quote>> GetBatchAsync(string[] skus, CancellationToken cancellationToken)
    {
        var available = stock.GetAsync(skus, cancellationToken);
        var request = new GetProductPricesRequest { Skus = { skus } };
        var prices = await catalog.GetProductPricesAsync(request, cancellationToken: cancellationToken);
        var known = await available;
        return prices.Prices.ToDictionary(price => price.Sku, price => ToQuote(price, known));
    }

    private static Quote ToQuote(GetProductPricesResponse.Types.SkuPrice price, IReadOnlyDictionary<string, long> available) => new(
        price.Title,
        Money.TryFromProto(price.UnitPrice, out var unitPrice) ? unitPrice : throw new InvalidOperationException("catalog gave no price"),
        price.Purchasable,
        [.. price.Categories],
        available.TryGetValue(price.Sku, out var count) ? count : null);
}
