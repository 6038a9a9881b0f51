using Dapr.Client;
using Platform.Catalog.Domain;
using Platform.State;

namespace Platform.Catalog.Storage;

/// <summary>Reads products with all that the index knows about them.</summary>
internal sealed class EntryReader(ProductStore products, DaprClient dapr)
{
    private readonly DocumentStore<RatingSum> _ratings = new(dapr, Stores.State, Kinds.Rating);
    private readonly DocumentStore<ProductSales> _sales = new(dapr, Stores.State, Kinds.Sales);
    private readonly DocumentStore<SkuStock> _stock = new(dapr, Stores.State, Kinds.Stock);

    /// <summary>The products that there are. Four bulk reads.</summary>
    public async Task<IReadOnlyList<CatalogEntry>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = (await products.GetManyAsync(ids, cancellationToken)).Select(document => document.Value).OfType<CatalogProduct>().ToList();
        var ratings = _ratings.GetManyAsync([.. found.Select(Kinds.IncarnationOf)], cancellationToken);
        var sales = _sales.GetManyAsync([.. found.Select(product => product.Id)], cancellationToken);
        var skus = found.SelectMany(product => product.Variants).Select(variant => variant.Sku).Distinct().ToList();
        var inStock = (await _stock.GetManyAsync(skus, cancellationToken)).Where(each => each.Value?.Available > 0).Select(each => each.Id).ToHashSet();
        return
        [
            .. found.Zip(await ratings, await sales).Select(each => new CatalogEntry(
                each.First,
                each.Second.Value ?? RatingSum.None,
                each.Third.Value ?? new ProductSales(),
                each.First.Variants.Select(variant => variant.Sku).Where(inStock.Contains).ToHashSet())),
        ];
    }

    /// <summary>The ratings of a product, as they are now.</summary>
    public async Task<RatingSum> ReadRatingAsync(CatalogProduct product, CancellationToken cancellationToken) =>
        (await _ratings.GetAsync(Kinds.IncarnationOf(product), cancellationToken)).Value ?? RatingSum.None;
}
