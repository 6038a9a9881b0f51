namespace Platform.Inventory.Domain.Stock;

/// <summary>What a movement is.</summary>
public enum MovementKind
{
    /// <summary>Goods arrived.</summary>
    Restocked = 1,

    /// <summary>Somebody corrected the stock.</summary>
    Adjusted = 2,

    /// <summary>Reserved for an order.</summary>
    Reserved = 3,

    /// <summary>No longer reserved.</summary>
    Released = 4,

    /// <summary>Sold.</summary>
    Committed = 5,

    /// <summary>Sold goods came back.</summary>
    Returned = 6,
}

/// <summary>A change of stock. Never changed, never removed: the sum of all is the stock.</summary>
/// <param name="Sequence">Its number, from 1 up without gaps.</param>
/// <param name="Time">When.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Warehouse">Where.</param>
/// <param name="OnHandDelta">What it added to the stock on hand.</param>
/// <param name="ReservedDelta">What it added to the reserved stock.</param>
/// <param name="Reference">The reservation, request or reorder that it is for.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record Movement(
    long Sequence, DateTimeOffset Time, MovementKind Kind, string Warehouse, long OnHandDelta, long ReservedDelta, string Reference, string Reason = "");
