using Platform.Catalog.Domain;
using Platform.Catalog.Storage;
using Platform.Inventory.V1;
using Platform.Messaging;

namespace Platform.Catalog.Events;

/// <summary>Follows what is in stock.</summary>
internal sealed class StockChangedHandler(StockStore stock, ProductStore products, CatalogEvents events) : ITopicHandler<StockChanged>
{
    public const string Topic = "inventory-stock-changed";

    public async Task HandleAsync(StockChanged message, CancellationToken cancellationToken)
    {
        if (ProductRules.IsId(message.Sku)
            && await stock.SetAsync(message.Sku, new SkuStock(message.Available, message.Sequence), cancellationToken)
            && (await products.GetSkusAsync([message.Sku], cancellationToken))[0].Value is { } sku)
        {
            await events.IndexStaleAsync([sku.ProductId], cancellationToken);
        }
    }
}
