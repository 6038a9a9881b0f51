using Dapr.Client;
using Platform.Geography;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Routing;
using Platform.Rides.Storage;
using Platform.State;
using Platform.State.Caching;

namespace Platform.Rides.Tracking;

/// <summary>
/// Where the vehicles of rides are, and how long they still take: to the pickup, and in the trip to the dropoff. Kept for others to read every few seconds.
/// </summary>
internal sealed class RideTracker
{
    private const string Store = "cachestore";
    private const int MaxRides = 50_000;

    // A ride is read again, and its position kept, as often as this.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(5);

    private readonly DaprClient _dapr;
    private readonly DocumentStore<RidePosition> _positions;
    private readonly ReadThroughCache<TrackedRide> _rides;

    public RideTracker(DaprClient dapr, IRideStore rides, TimeProvider clock)
    {
        _dapr = dapr;
        _positions = new DocumentStore<RidePosition>(dapr, Store, "ride-position");
        _rides = new ReadThroughCache<TrackedRide>(
            "tracked-rides",
            MaxRides,
            LoadTimeout,
            async (id, token) => new Perishable<TrackedRide>(new TrackedRide(await rides.FindAsync(id, token)), clock.GetUtcNow() + Freshness),
            clock);
    }

    /// <summary>A vehicle moved.</summary>
    /// <returns>Its position; null where it does not have that ride, or the ride has ended.</returns>
    public async Task<RidePosition?> MovedAsync(string rideId, string driver, GeoPoint location, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var tracked = await _rides.GetAsync(rideId, cancellationToken);
        if (tracked.Ride is not { HasEnded: false } ride || ride.Assignment?.Driver != driver)
        {
            return null;
        }

        var left = RouteEstimator.AsTheCrowFlies(location, ride.State == RideState.InProgress ? ride.Dropoff : ride.Pickup, SpeedOf(ride));
        var position = new RidePosition(location, time, left.Duration, left.Meters);
        if (tracked.TakeSave())
        {
            var document = await _positions.GetAsync(rideId, cancellationToken);
            if (document.Value is not { } known || known.Time < time)
            {
                // Who loses to another replica wrote what is as good.
                await _dapr.TryCommitAsync(Store, [_positions.Put(document, position, KeepFor)], cancellationToken);
            }
        }

        return position;
    }

    /// <summary>Where a vehicle was last; null where that is not known.</summary>
    public async Task<RidePosition?> FindAsync(string rideId, CancellationToken cancellationToken) => (await _positions.GetAsync(rideId, cancellationToken)).Value;

    // The quote knows the roads and the hour; its speed is good for the rest of the way too.
    private static double SpeedOf(Ride ride)
    {
        var quote = ride.Reroute ?? ride.Quote;
        return quote.Meters > 0 && quote.Duration > TimeSpan.Zero ? quote.Meters / quote.Duration.TotalSeconds : RouteEstimator.DefaultSpeed;
    }

    private sealed class TrackedRide(Ride? ride)
    {
        private int _saves;

        public Ride? Ride => ride;

        public bool TakeSave() => Interlocked.Increment(ref _saves) == 1;
    }
}

/// <summary>Where a vehicle is.</summary>
/// <param name="Location">Where.</param>
/// <param name="Time">When.</param>
/// <param name="Eta">How long it still takes.</param>
/// <param name="MetersLeft">How far it still is.</param>
internal sealed record RidePosition(GeoPoint Location, DateTimeOffset Time, TimeSpan Eta, long MetersLeft);
