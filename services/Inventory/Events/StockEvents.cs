using Google.Protobuf.WellKnownTypes;
using Platform.Inventory.Actors;
using Platform.Inventory.Domain.Stock;
using Platform.Inventory.V1;
using Platform.Messaging;

namespace Platform.Inventory.Events;

/// <inheritdoc cref="IStockEvents" />
internal sealed class StockEvents(EventPublisher publisher) : IStockEvents
{
    private const string ChangedTopic = "inventory-stock-changed";
    private const string LowTopic = "inventory-stock-low";

    public async Task TellAsync(string sku, SkuStock stock, LowNotice? low)
    {
        var changed = new StockChanged
        {
            EventId = FormattableString.Invariant($"stock-{sku}-{stock.Sequence}"),
            Sku = sku,
            Available = stock.Available(),
            OnHand = stock.OnHand(),
            Reserved = stock.Reserved(),
            Sequence = stock.Sequence,
            ChangeTime = stock.UpdateTime?.ToTimestamp(),
        };
        await publisher.PublishAsync(ChangedTopic, changed, CancellationToken.None);
        if (low is not null)
        {
            await publisher.PublishAsync(LowTopic, ToProto(sku, low), CancellationToken.None);
        }
    }

    private static StockLow ToProto(string sku, LowNotice low) => new()
    {
        EventId = low.EventId,
        Sku = sku,
        Available = low.Available,
        LowStockThreshold = low.Threshold,
        Reorder = low.ReorderId.Length > 0 ? $"stock/{sku}/reorders/{low.ReorderId}" : "",
        ReorderQuantity = low.ReorderQuantity,
    };
}
