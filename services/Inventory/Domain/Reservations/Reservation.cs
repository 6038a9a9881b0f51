using System.Globalization;
using Platform.Inventory.Domain.Stock;

namespace Platform.Inventory.Domain.Reservations;

/// <summary>Some of a SKU.</summary>
public sealed record ReservedItem(string Sku, long Quantity);

/// <summary>Items that are reserved together, all or none.</summary>
public sealed record Reservation
{
    public static Reservation None { get; } = new();

    /// <summary>Where it stands.</summary>
    public ReservationState State { get; init; }

    /// <summary>The items, by SKU in ordinal order: every reservation goes through its SKUs in this order.</summary>
    public IReadOnlyList<ReservedItem> Items { get; init; } = [];

    /// <summary>Where each item is taken from, in the order of the items; none before all are held.</summary>
    public IReadOnlyList<IReadOnlyList<Allocation>> Allocations { get; init; } = [];

    /// <summary>When it is given back by itself.</summary>
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>How often it was tried. Each try has holds of its own, so that what is left of an earlier one changes nothing.</summary>
    public int Attempt { get; init; }

    /// <summary>Whether it waits for SKUs to hear of it.</summary>
    public bool IsUnderWay() => State is ReservationState.Pending or ReservationState.Committing or ReservationState.Releasing or ReservationState.Expiring;

    /// <summary>Names its holds in the SKUs. No reservation id has the bar in it.</summary>
    public string HoldId(string reservationId) => Attempt == 1 ? reservationId : string.Create(CultureInfo.InvariantCulture, $"{reservationId}|{Attempt}");

    /// <summary>It after an event; null where that cannot happen.</summary>
    public Reservation? After(ReservationEvent what) => ReservationTable.Next(State, what) is { } next ? this with { State = next } : null;

    /// <summary>It when somebody asks for it: as it is where it is held, else a new try. Null where it ended.</summary>
    /// <param name="items">The items.</param>
    /// <param name="expireTime">When a reservation that is new is given back by itself.</param>
    public Reservation? Begin(IReadOnlyList<ReservedItem> items, DateTimeOffset expireTime) => State switch
    {
        ReservationState.Held => this,
        ReservationState.Pending => After(ReservationEvent.Reserve)! with { Attempt = Attempt + 1 },
        _ => After(ReservationEvent.Reserve) is { } begun
            ? begun with { Items = items, ExpireTime = expireTime, Attempt = Attempt + 1, Allocations = [] }
            : null,
    };
}
