using Platform.Geography;
using Platform.Rides.Domain.Offers;

namespace Platform.Rides.Tests.Fakes;

/// <summary>What a driver does with offers.</summary>
internal enum Reaction
{
    Accept,
    Decline,
    Ignore,
}

/// <summary>A driver, with what the real service guarantees: one offer or ride at a time.</summary>
internal sealed class FakeDriver(string name, GeoPoint location, Reaction reaction)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = [];

    public string Name => name;

    public string User => name["drivers/".Length..];

    public Reaction Reaction { get; set; } = reaction;

    /// <summary>The open offer; null for none.</summary>
    public string? OfferId { get; private set; }

    /// <summary>The ride; null for none.</summary>
    public string? RideId { get; private set; }

    public bool IsOnTrip { get; private set; }

    /// <summary>Whether the driver refuses to be assigned: another ride came between.</summary>
    public bool RefusesAssignment { get; set; }

    /// <summary>The ratings, by ride.</summary>
    public Dictionary<string, int> Ratings { get; } = [];

    public bool IsFree => OfferId is null && RideId is null;

    public Candidate Candidate => new(name, location, null, 48, 0.9, "blue");

    /// <returns>Whether the driver has the offer, and whether it is new.</returns>
    public (bool HasIt, bool IsNew) Offer(string offerId)
    {
        lock (_gate)
        {
            if (!_known.Add(offerId))
            {
                return (OfferId == offerId, false);
            }

            OfferId = IsFree ? offerId : OfferId;
            return (OfferId == offerId, OfferId == offerId);
        }
    }

    public bool End(string offerId)
    {
        lock (_gate)
        {
            var isMine = OfferId == offerId;
            OfferId = isMine ? null : OfferId;
            return isMine;
        }
    }

    public bool Assign(string rideId, string offerId)
    {
        lock (_gate)
        {
            if (RefusesAssignment)
            {
                (OfferId, RideId) = (null, null);
                return false;
            }

            if (RideId != rideId && OfferId != offerId)
            {
                return false;
            }

            (OfferId, RideId) = (null, rideId);
            return true;
        }
    }

    public void StartTrip(string rideId) => IsOnTrip = RideId == rideId ? true : throw new InvalidOperationException("NOT_ASSIGNED");

    public void Release(string rideId)
    {
        lock (_gate)
        {
            (RideId, IsOnTrip) = RideId == rideId ? (null, false) : (RideId, IsOnTrip);
        }
    }
}
