namespace Platform.Inventory.Domain.Stock;

/// <summary>Where the part of a reservation stands that is about one SKU.</summary>
public enum HoldState
{
    /// <summary>Reserved.</summary>
    Held,

    /// <summary>Sold.</summary>
    Committed,

    /// <summary>Given back, or never held: what comes later for it holds nothing.</summary>
    Released,
}

/// <summary>The part of a reservation that is about one SKU.</summary>
public sealed record Hold(HoldState State, IReadOnlyList<Allocation> Allocations);

/// <summary>What becomes of a SKU and of a hold in it.</summary>
/// <param name="Hold">The hold from now on.</param>
/// <param name="Change">The change of stock; null for none.</param>
public sealed record HoldStep(Hold Hold, StockChange? Change);

/// <summary>The life of holds. Every step may come twice, and in any order; none counts twice.</summary>
public static class Holds
{
    private static readonly Hold NeverHeld = new(HoldState.Released, []);

    /// <summary>Holds some of a SKU.</summary>
    /// <param name="stock">The SKU.</param>
    /// <param name="hold">The hold as it is; null where there is none.</param>
    /// <param name="quantity">How many.</param>
    /// <param name="nearestFirst">See <see cref="AllocationPolicy.Allocate"/>.</param>
    /// <param name="reference">The reservation.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null where too few are available.</returns>
    public static HoldStep? Reserve(SkuStock stock, Hold? hold, long quantity, IReadOnlyList<string> nearestFirst, string reference, DateTimeOffset now) =>
        hold is not null ? new HoldStep(hold, Change: null)
        : AllocationPolicy.Allocate(stock.Levels, quantity, nearestFirst) is { } allocations
            ? new HoldStep(new Hold(HoldState.Held, allocations), stock.Reserve(allocations, reference, now))
        : null;

    /// <summary>Sells what is held.</summary>
    /// <returns>Null where nothing is held.</returns>
    public static HoldStep? Commit(SkuStock stock, Hold? hold, string reference, DateTimeOffset now) => hold?.State switch
    {
        HoldState.Held => new HoldStep(hold with { State = HoldState.Committed }, stock.Commit(hold.Allocations, reference, now)),
        HoldState.Committed => new HoldStep(hold, Change: null),
        _ => null,
    };

    /// <summary>Gives back what is held, takes back what was sold, and sees to it that what comes later holds nothing.</summary>
    public static HoldStep Release(SkuStock stock, Hold? hold, string reference, DateTimeOffset now) => hold?.State switch
    {
        HoldState.Held => new HoldStep(hold with { State = HoldState.Released }, stock.Release(hold.Allocations, reference, now)),
        HoldState.Committed => new HoldStep(hold with { State = HoldState.Released }, stock.Return(hold.Allocations, reference, now)),
        _ => new HoldStep(hold ?? NeverHeld, Change: null),
    };
}
