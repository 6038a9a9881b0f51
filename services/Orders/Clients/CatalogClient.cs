using Platform.Catalog.V1;
using Platform.Monetary;
using Platform.Orders.Ports;

namespace Platform.Orders.Clients;

/// <inheritdoc />
internal sealed class CatalogClient(ProductService.ProductServiceClient products) : ICatalog
{
    public async Task<IReadOnlyList<CatalogItem>> GetPricesAsync(IReadOnlyList<string> skus, CancellationToken cancellationToken)
    {
        var answer = await products.GetProductPricesAsync(new GetProductPricesRequest { Skus = { skus } }, cancellationToken: cancellationToken);
        return [.. answer.Prices.Select(price => new CatalogItem(
            price.Sku,
            price.Title,
            Money.TryFromProto(price.UnitPrice, out var money) ? money : throw new InvalidOperationException("A price is no price."),
            price.WeightGrams,
            price.Purchasable,
            [.. price.Categories]))];
    }
}
