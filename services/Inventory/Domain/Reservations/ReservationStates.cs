namespace Platform.Inventory.Domain.Reservations;

/// <summary>Where a reservation stands. The states in -ing are left as soon as all its SKUs have heard of it.</summary>
public enum ReservationState
{
    /// <summary>Unknown, or tried without getting everything.</summary>
    None,

    /// <summary>Being made.</summary>
    Pending,

    /// <summary>Everything is held.</summary>
    Held,

    /// <summary>Being sold.</summary>
    Committing,

    /// <summary>Sold.</summary>
    Committed,

    /// <summary>Being given back.</summary>
    Releasing,

    /// <summary>Given back.</summary>
    Released,

    /// <summary>Being given back because its time is over.</summary>
    Expiring,

    /// <summary>Given back because its time was over.</summary>
    Expired,
}

/// <summary>What happens to a reservation.</summary>
public enum ReservationEvent
{
    /// <summary>Somebody asks for it.</summary>
    Reserve,

    /// <summary>Every SKU holds its part.</summary>
    AllHeld,

    /// <summary>A SKU has too few, and the others gave back their part.</summary>
    Refused,

    /// <summary>Somebody sells it.</summary>
    Commit,

    /// <summary>Every SKU has sold its part.</summary>
    AllCommitted,

    /// <summary>Somebody gives it back.</summary>
    Release,

    /// <summary>Every SKU has its part back.</summary>
    AllReleased,

    /// <summary>Its time is over.</summary>
    Expire,
}

/// <summary>The states of reservations: one table.</summary>
public static class ReservationTable
{
    private static readonly Dictionary<(ReservationState State, ReservationEvent Event), ReservationState> Transitions = new()
    {
        [(ReservationState.None, ReservationEvent.Reserve)] = ReservationState.Pending,
        // Nobody may reserve with it any more: its ReserveStock may still be on the way.
        [(ReservationState.None, ReservationEvent.Release)] = ReservationState.Released,
        [(ReservationState.None, ReservationEvent.Expire)] = ReservationState.None,

        [(ReservationState.Pending, ReservationEvent.Reserve)] = ReservationState.Pending,
        [(ReservationState.Pending, ReservationEvent.AllHeld)] = ReservationState.Held,
        [(ReservationState.Pending, ReservationEvent.Refused)] = ReservationState.None,
        [(ReservationState.Pending, ReservationEvent.Release)] = ReservationState.Releasing,
        [(ReservationState.Pending, ReservationEvent.Expire)] = ReservationState.Expiring,

        [(ReservationState.Held, ReservationEvent.Reserve)] = ReservationState.Held,
        [(ReservationState.Held, ReservationEvent.Commit)] = ReservationState.Committing,
        [(ReservationState.Held, ReservationEvent.Release)] = ReservationState.Releasing,
        [(ReservationState.Held, ReservationEvent.Expire)] = ReservationState.Expiring,

        [(ReservationState.Committing, ReservationEvent.Commit)] = ReservationState.Committing,
        [(ReservationState.Committing, ReservationEvent.AllCommitted)] = ReservationState.Committed,
        [(ReservationState.Committing, ReservationEvent.Release)] = ReservationState.Releasing,
        // It was sold in time: what is left is to tell the SKUs.
        [(ReservationState.Committing, ReservationEvent.Expire)] = ReservationState.Committing,

        [(ReservationState.Committed, ReservationEvent.Commit)] = ReservationState.Committed,
        [(ReservationState.Committed, ReservationEvent.Release)] = ReservationState.Releasing,
        [(ReservationState.Committed, ReservationEvent.Expire)] = ReservationState.Committed,

        [(ReservationState.Releasing, ReservationEvent.Release)] = ReservationState.Releasing,
        [(ReservationState.Releasing, ReservationEvent.AllReleased)] = ReservationState.Released,
        [(ReservationState.Releasing, ReservationEvent.Expire)] = ReservationState.Releasing,

        [(ReservationState.Released, ReservationEvent.Release)] = ReservationState.Released,
        [(ReservationState.Released, ReservationEvent.Expire)] = ReservationState.Released,

        [(ReservationState.Expiring, ReservationEvent.Release)] = ReservationState.Expiring,
        [(ReservationState.Expiring, ReservationEvent.AllReleased)] = ReservationState.Expired,
        [(ReservationState.Expiring, ReservationEvent.Expire)] = ReservationState.Expiring,

        [(ReservationState.Expired, ReservationEvent.Release)] = ReservationState.Expired,
        [(ReservationState.Expired, ReservationEvent.Expire)] = ReservationState.Expired,
    };

    /// <summary>The state after an event; null where the event cannot happen in the state.</summary>
    public static ReservationState? Next(ReservationState state, ReservationEvent what) =>
        Transitions.TryGetValue((state, what), out var next) ? next : null;
}
