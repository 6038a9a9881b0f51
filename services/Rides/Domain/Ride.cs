using System.Text.Json.Serialization;
using Platform.Geography;
using Platform.Hosting.Failures;
using Platform.Rides.Domain.Fares;
using Platform.Rides.Domain.Offers;

namespace Platform.Rides.Domain;

/// <summary>A ride. Its state changes by <see cref="RideTransitions"/> only.</summary>
internal sealed record Ride
{
    private const int MaxHistory = 100;

    /// <summary>The id: also the id of its payment and the beginning of those of its workflows and offers.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Rider { get; init; }

    /// <summary>A hash of the request that made it.</summary>
    public required string Fingerprint { get; init; }

    public RideState State { get; init; }

    public required GeoPoint Pickup { get; init; }

    public required GeoPoint Dropoff { get; init; }

    /// <summary>The city whose tariff it has.</summary>
    public required string City { get; init; }

    public required string VehicleClass { get; init; }

    /// <summary>What it should take and cost.</summary>
    public required RideQuote Quote { get; init; }

    /// <summary>What it takes and costs to the dropoff that the rider changed to; null where they did not.</summary>
    public RideQuote? Reroute { get; init; }

    public required string PaymentToken { get; init; }

    /// <summary>When a ride that is booked for later should begin; null for now.</summary>
    public DateTimeOffset? PickupTime { get; init; }

    /// <summary>The lowest rating of the driver; 0 for any.</summary>
    public int MinRatingTenths { get; init; }

    /// <summary>How many times a driver was looked for, this time included.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>What was handed out in this attempt.</summary>
    public IReadOnlyList<RideOffer> Offers { get; init; } = [];

    /// <summary>Who drives; null for nobody.</summary>
    public Assignment? Assignment { get; init; }

    /// <summary>Who drove no more, oldest first.</summary>
    public IReadOnlyList<DroppedDriver> Dropped { get; init; } = [];

    /// <summary>Six digits that the rider tells the driver at the start.</summary>
    public required string StartCode { get; init; }

    /// <summary>How many wrong codes the driver told.</summary>
    public int WrongCodes { get; init; }

    /// <summary>What it cost; null before it ended, and where it cost nothing.</summary>
    public Fare? FinalFare { get; init; }

    /// <summary>Why the final fare is not the quote's, UPPER_SNAKE.</summary>
    public IReadOnlyList<string> FareChanges { get; init; } = [];

    /// <summary>Why it ended without a trip, UPPER_SNAKE; empty where it did not.</summary>
    public string EndReason { get; init; } = "";

    public RidePayment Payment { get; init; }

    /// <summary>The payment that it was charged by; empty before.</summary>
    public string PaymentId { get; init; } = "";

    /// <summary>When it was charged.</summary>
    public DateTimeOffset? ChargeTime { get; init; }

    public int DriverStars { get; init; }

    public int RiderStars { get; init; }

    public IReadOnlyList<Sos> Sos { get; init; } = [];

    /// <summary>Whoever knows it may follow the ride; empty while it is not shared.</summary>
    public string ShareToken { get; init; } = "";

    /// <summary>The short link of <see cref="ShareToken"/>.</summary>
    public string ShareUrl { get; init; } = "";

    public IReadOnlyList<HistoryEntry> History { get; init; } = [];

    public required DateTimeOffset CreateTime { get; init; }

    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>When the trip began.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When the ride ended, one way or the other.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Grows with every change.</summary>
    public int Revision { get; init; }

    /// <summary>Whether nothing more happens to it.</summary>
    [JsonIgnore]
    public bool HasEnded => State is RideState.Completed or RideState.Cancelled or RideState.Unmatched;

    /// <summary>The ride after an event.</summary>
    /// <exception cref="FailedPreconditionException">RIDE_STATE: it cannot happen now.</exception>
    public Ride After(RideEvent what, DateTimeOffset now)
    {
        var next = RideTransitions.After(State, what)
            ?? throw new FailedPreconditionException("RIDE_STATE", "The ride is not in a state for this.") { Facts = { ["state"] = State.ToString() } };
        var after = Changed(now) with
        {
            State = next,
            History = [.. History.TakeLast(MaxHistory - 1), new HistoryEntry(now, next, what, Assignment?.Driver ?? "")],
        };
        return after.HasEnded ? after with { EndTime = now } : after;
    }

    /// <summary>The ride with something else changed.</summary>
    public Ride Changed(DateTimeOffset now) => this with { UpdateTime = now, Revision = Revision + 1 };
}
