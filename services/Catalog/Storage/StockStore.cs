using Dapr.Client;
using Platform.State;

namespace Platform.Catalog.Storage;

/// <summary>What inventory said about SKUs last. Older news changes nothing.</summary>
internal sealed class StockStore(DaprClient dapr)
{
    private readonly DocumentStore<SkuStock> _stock = new(dapr, Stores.State, Kinds.Stock);

    /// <summary>Notes the stock of a SKU.</summary>
    /// <returns>Whether the index may have to know: it is in stock now or not any more, or this was told before.</returns>
    public async Task<bool> SetAsync(string sku, SkuStock stock, CancellationToken cancellationToken)
    {
        var old = (await _stock.GetAsync(sku, cancellationToken)).Value;
        if (old?.Sequence >= stock.Sequence)
        {
            return old.Sequence == stock.Sequence;
        }

        await _stock.UpdateAsync(sku, before => before?.Sequence >= stock.Sequence ? before : stock, cancellationToken);
        return old is null || old.Available > 0 != stock.Available > 0;
    }
}
