using Dapr.Actors;
using Platform.Inventory.Domain.Line;
using Platform.Inventory.Domain.Stock;

namespace Platform.Inventory.Actors;

/// <summary>Owns a SKU: everything about it happens here, one after the other. Its id is the SKU.</summary>
internal interface ISkuActor : IActor
{
    /// <summary>The stock.</summary>
    Task<SkuStock> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Holds some of it for a reservation. Once, however often it is called with the same hold.</summary>
    Task<ReserveAnswer> ReserveAsync(ReserveCall call, CancellationToken cancellationToken = default);

    /// <summary>Sells what is held. Once.</summary>
    /// <returns>False where nothing is held.</returns>
    Task<bool> CommitAsync(HoldCall call, CancellationToken cancellationToken = default);

    /// <summary>Gives back what is held, or takes back what was sold. Once.</summary>
    Task ReleaseAsync(HoldCall call, CancellationToken cancellationToken = default);

    /// <summary>Adds to the stock on hand, or takes away. Once for each request id.</summary>
    Task<AddAnswer> AddAsync(AddCall call, CancellationToken cancellationToken = default);

    /// <summary>Changes when it is low and how it is sold.</summary>
    Task<SkuStock> SetPolicyAsync(StockPolicy policy, CancellationToken cancellationToken = default);

    /// <summary>Movements, newest first.</summary>
    Task<Movement[]> ListMovementsAsync(MovementQuery query, CancellationToken cancellationToken = default);

    /// <summary>What was ordered, newest first.</summary>
    Task<Reorder[]> ListReordersAsync(CancellationToken cancellationToken = default);

    /// <summary>Puts what was ordered into its warehouse. Once. Null for an unknown order.</summary>
    Task<Reorder?> ReceiveReorderAsync(string reorderId, CancellationToken cancellationToken = default);

    /// <summary>Gives a buyer a place in the line. Null where there is no line.</summary>
    Task<PlaceView?> JoinLineAsync(string buyer, CancellationToken cancellationToken = default);

    /// <summary>A buyer's place. Null where there is none.</summary>
    Task<PlaceView?> GetPlaceAsync(string buyer, CancellationToken cancellationToken = default);
}

/// <summary>Names a hold.</summary>
/// <param name="HoldId">The hold.</param>
/// <param name="Reference">The reservation, for the movements.</param>
internal sealed record HoldCall(string HoldId, string Reference);

/// <summary>Asks for a hold.</summary>
/// <param name="HoldId">The hold.</param>
/// <param name="Reference">The reservation, for the movements.</param>
/// <param name="Quantity">How many.</param>
/// <param name="NearestFirst">Warehouses in order of preference.</param>
/// <param name="Buyer">Who buys, for the line.</param>
internal sealed record ReserveCall(string HoldId, string Reference, long Quantity, IReadOnlyList<string> NearestFirst, string Buyer);

/// <summary>What came of it.</summary>
internal enum ReserveOutcome
{
    /// <summary>It is held.</summary>
    Held,

    /// <summary>Too few are available.</summary>
    TooFew,

    /// <summary>It is not the buyer's turn.</summary>
    NotTheTurn,

    /// <summary>The hold was given back before.</summary>
    Ended,
}

/// <summary>The answer to a <see cref="ReserveCall"/>.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Allocations">Where they are taken from, where it is held.</param>
/// <param name="Available">How many are available, where there are too few.</param>
/// <param name="Position">The buyer's place in the line, where it is not their turn.</param>
internal sealed record ReserveAnswer(ReserveOutcome Outcome, IReadOnlyList<Allocation> Allocations, long Available = 0, long Position = 0);

/// <summary>Asks to change the stock on hand.</summary>
internal sealed record AddCall(MovementKind Kind, string Warehouse, long Delta, string RequestId, string Reason);

/// <summary>What came of it.</summary>
internal enum AddOutcome
{
    /// <summary>It is so now.</summary>
    Done,

    /// <summary>So much is not there, or is reserved, or does not fit.</summary>
    Impossible,

    /// <summary>The request id was another request's.</summary>
    RequestIdReused,
}

/// <summary>The answer to an <see cref="AddCall"/>.</summary>
internal sealed record AddAnswer(AddOutcome Outcome, SkuStock Stock);

/// <summary>Asks for movements.</summary>
/// <param name="Before">Only those with a lower number; 0 for all.</param>
/// <param name="Count">How many at most.</param>
internal sealed record MovementQuery(long Before, int Count);
