using Platform.Inventory.Actors;
using Platform.Inventory.Domain.Stock;

namespace Platform.Inventory.Events;

/// <summary>Tells others of stock.</summary>
internal interface IStockEvents
{
    /// <summary>Tells the stock of a SKU as it is, and that it got low where it did. Durable when the task completes.</summary>
    Task TellAsync(string sku, SkuStock stock, LowNotice? low);
}
