using Dapr.Actors;
using Platform.Inventory.Domain.Reservations;

namespace Platform.Inventory.Actors;

/// <summary>
/// Owns a reservation: it holds all its items or none. It writes down what it is about to do before it does it, and a reminder finishes what was broken off. Its id is
/// the reservation's.
/// </summary>
internal interface IReservationActor : IActor
{
    /// <summary>Reserves the items.</summary>
    Task<ReservationAnswer> ReserveAsync(ReservationCall call, CancellationToken cancellationToken = default);

    /// <summary>Sells them.</summary>
    Task<ReservationAnswer> CommitAsync(CancellationToken cancellationToken = default);

    /// <summary>Gives them back.</summary>
    Task<Reservation> ReleaseAsync(CancellationToken cancellationToken = default);

    /// <summary>The reservation; of state none where it is unknown.</summary>
    Task<Reservation> GetAsync(CancellationToken cancellationToken = default);
}

/// <summary>Asks for a reservation.</summary>
/// <param name="Items">The items, by SKU in ordinal order.</param>
/// <param name="NearestFirst">Warehouses in order of preference.</param>
/// <param name="TimeToLive">How long it is held.</param>
/// <param name="Buyer">Who buys.</param>
internal sealed record ReservationCall(IReadOnlyList<ReservedItem> Items, IReadOnlyList<string> NearestFirst, TimeSpan TimeToLive, string Buyer);

/// <summary>What came of it.</summary>
internal enum ReservationOutcome
{
    /// <summary>It is so.</summary>
    Done,

    /// <summary>Too few are available.</summary>
    OutOfStock,

    /// <summary>It is not the buyer's turn.</summary>
    WaitingRoom,

    /// <summary>It ended before.</summary>
    Ended,

    /// <summary>It was asked for with other items before.</summary>
    OtherItems,

    /// <summary>There is no such reservation.</summary>
    Unknown,
}

/// <summary>The answer.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reservation">The reservation.</param>
/// <param name="Facts">For each SKU that refused how many are available, or the buyer's place in its line.</param>
internal sealed record ReservationAnswer(ReservationOutcome Outcome, Reservation Reservation, IReadOnlyDictionary<string, long>? Facts = null);
