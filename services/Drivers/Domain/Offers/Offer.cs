using Platform.Geography;

namespace Platform.Drivers.Domain.Offers;

/// <summary>Where an offer stands.</summary>
public enum OfferState
{
    /// <summary>It can be accepted.</summary>
    Open,

    /// <summary>The driver accepted, and who was first is being found out.</summary>
    Claiming,

    /// <summary>The driver has the ride.</summary>
    Accepted,

    /// <summary>The driver refused.</summary>
    Declined,

    /// <summary>The driver did not answer in time.</summary>
    Expired,

    /// <summary>The driver accepted, and the ride went to another one or is gone.</summary>
    Lost,

    /// <summary>It was taken back.</summary>
    Withdrawn,
}

/// <summary>A ride that is offered to a driver.</summary>
public sealed record Offer
{
    /// <summary>The id that the caller chose.</summary>
    public required string Id { get; init; }

    /// <summary>The ride's id.</summary>
    public required string Ride { get; init; }

    /// <summary>Where it stands.</summary>
    public OfferState State { get; init; }

    /// <summary>Where the rider waits.</summary>
    public required GeoPoint Pickup { get; init; }

    /// <summary>Where the rider goes.</summary>
    public required GeoPoint Dropoff { get; init; }

    /// <summary>About what the driver earns: amount in the currency's units; null where nobody says.</summary>
    public Earnings? Earnings { get; init; }

    /// <summary>About how long the driver needs to the rider.</summary>
    public TimeSpan PickupEta { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>Until when it can be accepted.</summary>
    public DateTimeOffset ExpireTime { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Whether the driver still holds it.</summary>
    public bool IsHeld() => State is OfferState.Open or OfferState.Claiming;
}

/// <summary>About what a driver earns.</summary>
/// <param name="Amount">In whole units of the currency.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record Earnings(decimal Amount, string Currency);
