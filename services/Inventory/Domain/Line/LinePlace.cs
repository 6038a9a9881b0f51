namespace Platform.Inventory.Domain.Line;

/// <summary>A buyer's place.</summary>
/// <param name="Number">The number that the buyer drew last.</param>
/// <param name="IsServed">Whether the buyer reserved with it.</param>
public sealed record LinePlace(long Number, bool IsServed = false);

/// <summary>Where a place stands.</summary>
public enum PlaceState
{
    /// <summary>Others come first.</summary>
    Waiting = 1,

    /// <summary>It is this buyer's turn.</summary>
    Admitted = 2,

    /// <summary>The buyer has reserved.</summary>
    Served = 3,

    /// <summary>The turn passed unused.</summary>
    Lapsed = 4,

    /// <summary>Nothing is left, and nothing is reserved that could come back.</summary>
    SoldOut = 5,
}

/// <summary>What a buyer is told.</summary>
public sealed record PlaceView(PlaceState State, long Position, DateTimeOffset? TurnEndTime)
{
    /// <summary>What a buyer is told of a place.</summary>
    /// <param name="line">The line, advanced to now.</param>
    /// <param name="place">The place.</param>
    /// <param name="isSoldOut">Whether nothing is left nor reserved.</param>
    /// <param name="now">The time.</param>
    public static PlaceView Of(WaitingLine line, LinePlace place, bool isSoldOut, DateTimeOffset now) =>
        place.IsServed ? new PlaceView(PlaceState.Served, 0, null)
        : isSoldOut ? new PlaceView(PlaceState.SoldOut, 0, null)
        : line.TurnOf(place.Number, now) is { } turn ? new PlaceView(PlaceState.Admitted, 0, turn.EndTime)
        : line.PositionOf(place.Number) is > 0 and var position ? new PlaceView(PlaceState.Waiting, position, null)
        : new PlaceView(PlaceState.Lapsed, 0, null);
}
