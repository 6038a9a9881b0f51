using Platform.Catalog.Domain;
using Platform.Catalog.Storage;
using Platform.Messaging;
using Platform.Orders.V1;

namespace Platform.Catalog.Events;

/// <summary>Counts what orders sell, when they are confirmed. What goes back later was sold all the same.</summary>
internal sealed class OrderChangedHandler(SalesStore sales, CatalogEvents events, TimeProvider clock) : ITopicHandler<OrderChanged>
{
    public const string Topic = "orders-order-changed";

    public async Task HandleAsync(OrderChanged message, CancellationToken cancellationToken)
    {
        var quantities = message.Parts
            .Where(part => part.Quantity > 0 && ProductRules.IsId(part.Sku))
            .GroupBy(part => part.Sku)
            .ToDictionary(part => part.Key, part => part.Sum(each => (long)each.Quantity));
        if (message.State == Order.Types.State.Confirmed && quantities.Count > 0)
        {
            var time = message.Time?.ToDateTimeOffset() ?? clock.GetUtcNow();
            var products = await sales.AddAsync(message.Order, message.Buyer, quantities, time, cancellationToken);
            await events.IndexStaleAsync(products, cancellationToken);
        }
    }
}
