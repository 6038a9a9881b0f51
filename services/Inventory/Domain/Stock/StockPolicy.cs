namespace Platform.Inventory.Domain.Stock;

/// <summary>When a SKU is low, and how it is sold.</summary>
public sealed record StockPolicy
{
    public static StockPolicy None { get; } = new();

    /// <summary>The SKU is low when fewer are available; 0 for never.</summary>
    public long LowStockThreshold { get; init; }

    /// <summary>How many are ordered when it gets low; 0 for none.</summary>
    public long ReorderQuantity { get; init; }

    /// <summary>Where reorders go.</summary>
    public string ReorderWarehouse { get; init; } = "";

    /// <summary>Whether buyers wait in a line.</summary>
    public bool WaitingRoom { get; init; }

    /// <summary>Whether so few are low.</summary>
    public bool IsLow(long available) => available < LowStockThreshold;
}

/// <summary>An order from the supplier.</summary>
public sealed record Reorder(string Id, long Quantity, string Warehouse, DateTimeOffset CreateTime, DateTimeOffset? ReceiveTime = null);
