using Platform.Catalog.Domain;
using Platform.Catalog.Storage;
using Platform.Messaging;
using Platform.Orders.V1;

namespace Platform.Catalog.Events;

/// <summary>
/// Counts what orders sell, when they are confirmed, and no longer counts what was canceled before it was sent. What was sent and comes back was sold all the same.
/// </summary>
internal sealed class OrderChangedHandler(SalesStore sales, CatalogEvents events, TimeProvider clock) : ITopicHandler<OrderChanged>
{
    public const string Topic = "orders-order-changed";

    public async Task HandleAsync(OrderChanged message, CancellationToken cancellationToken)
    {
        var quantities = message.Parts
            .Where(part => part.Quantity > 0 && ProductRules.IsId(part.Sku))
            .GroupBy(part => part.Sku)
            .ToDictionary(part => part.Key, part => part.Sum(each => (long)each.Quantity));
        if (quantities.Count == 0 || SaleOf(message) is not { } sale)
        {
            return;
        }

        var products = await sales.CountAsync(sale, quantities, cancellationToken);
        await events.IndexStaleAsync(products, cancellationToken);
    }

    // Both events carry the time of the confirmation, so that what is taken out again weighs what it weighed.
    private Sale? SaleOf(OrderChanged message)
    {
        var confirmed = message.ConfirmTime?.ToDateTimeOffset();
        return message.State switch
        {
            Order.Types.State.Confirmed => new Sale(message.Order, message.Buyer, confirmed ?? message.Time?.ToDateTimeOffset() ?? clock.GetUtcNow(), IsCanceled: false),
            Order.Types.State.Canceled or Order.Types.State.CancelFailed when confirmed is { } time => new Sale(message.Order, message.Buyer, time, IsCanceled: true),
            _ => null,
        };
    }
}
