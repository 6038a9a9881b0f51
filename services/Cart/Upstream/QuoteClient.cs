using Platform.Cart.Domain;
using Platform.Catalog.V1;
using Platform.Monetary;

namespace Platform.Cart.Upstream;

/// <summary>Asks catalog what SKUs cost, and inventory how many there are. Without catalog there are no quotes; without inventory there are.</summary>
internal sealed class QuoteClient(ProductService.ProductServiceClient catalog, StockClient stock, TimeProvider clock)
{
    private const int BatchSize = 200;

    // Without stock, which has a memory of its own.
    private readonly Recent<Quote> _recent = new(clock);

    /// <summary>What SKUs are and cost now; unknown ones are left out.</summary>
    public Task<IReadOnlyDictionary<string, Quote>> GetAsync(IEnumerable<string> skus, CancellationToken cancellationToken) =>
        CompleteAsync([], [.. skus.Distinct()], cancellationToken);

    /// <summary>What SKUs are and cost, or did at most a second ago; unknown ones are left out.</summary>
    public Task<IReadOnlyDictionary<string, Quote>> GetRecentAsync(IEnumerable<string> skus, CancellationToken cancellationToken)
    {
        string[] all = [.. skus.Distinct()];
        var known = new Dictionary<string, Quote>(StringComparer.Ordinal);
        foreach (var sku in all)
        {
            if (_recent.TryGet(sku, out var quote))
            {
                known[sku] = quote;
            }
        }

        return CompleteAsync(known, all, cancellationToken);
    }

    // Adds the quotes that are missing, and to all of them what is in stock.
    private async Task<IReadOnlyDictionary<string, Quote>> CompleteAsync(Dictionary<string, Quote> quotes, string[] skus, CancellationToken cancellationToken)
    {
        var stocks = Task.WhenAll(skus.Chunk(BatchSize).Select(batch => stock.GetAsync(batch, cancellationToken)));
        var missing = skus.Where(sku => !quotes.ContainsKey(sku)).Chunk(BatchSize).Select(batch => AskAsync(batch, cancellationToken));
        foreach (var (sku, quote) in (await Task.WhenAll(missing)).SelectMany(answers => answers))
        {
            quotes[sku] = quote;
        }

        foreach (var (sku, available) in (await stocks).SelectMany(answers => answers))
        {
            if (quotes.TryGetValue(sku, out var quote))
            {
                quotes[sku] = quote with { Available = available };
            }
        }

        return quotes;
    }

    private async Task<Dictionary<string, Quote>> AskAsync(string[] skus, CancellationToken cancellationToken)
    {
        var asked = clock.GetUtcNow();
        var request = new GetProductPricesRequest { Skus = { skus } };
        var answer = await catalog.GetProductPricesAsync(request, cancellationToken: cancellationToken);
        var quotes = answer.Prices.ToDictionary(price => price.Sku, ToQuote);
        // What is not sold is asked for each time: it may be from now on.
        foreach (var (sku, quote) in quotes.Where(each => each.Value.IsPurchasable))
        {
            _recent.Set(sku, quote, asked);
        }

        return quotes;
    }

    private static Quote ToQuote(GetProductPricesResponse.Types.SkuPrice price) => new(
        price.Title,
        Money.TryFromProto(price.UnitPrice, out var unitPrice) ? unitPrice : throw new InvalidOperationException("catalog gave no price"),
        price.Purchasable,
        [.. price.Categories],
        Available: null);
}
