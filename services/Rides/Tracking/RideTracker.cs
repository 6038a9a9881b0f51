using Dapr.Client;
using Platform.Rides.Domain;
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
    private readonly WaysLeft _ways;
    private readonly DocumentStore<RidePosition> _positions;
    private readonly ReadThroughCache<TrackedRide> _rides;

    public RideTracker(DaprClient dapr, IRideStore rides, WaysLeft ways, TimeProvider clock)
    {
        (_dapr, _ways) = (dapr, ways);
        _positions = new DocumentStore<RidePosition>(dapr, Store, "ride-position");
        _rides = new ReadThroughCache<TrackedRide>(
            "tracked-rides",
            MaxRides,
            LoadTimeout,
            async (id, token) => new Perishable<TrackedRide>(new TrackedRide(await rides.FindAsync(id, token)), clock.GetUtcNow() + Freshness),
            clock);
    }

    /// <summary>Vehicles moved.</summary>
    /// <returns>The positions of those that have the rides, which have not ended.</returns>
    public async Task<IReadOnlyList<(RideMove Move, RidePosition Position)>> MovedAsync(IReadOnlyList<RideMove> moves, CancellationToken cancellationToken)
    {
        var rides = await Task.WhenAll(moves.Select(move => _rides.GetAsync(move.RideId, cancellationToken).AsTask()));
        var tracked = moves.Zip(rides)
            .Where(each => each.Second.Ride is { HasEnded: false } ride && ride.Assignment?.Driver == each.First.Driver)
            .Select(each => (Move: each.First, Tracked: each.Second, Position: PositionOf(each.First, each.Second.Ride!)))
            .ToList();
        await SaveAsync([.. tracked.Where(each => each.Tracked.TakeSave()).Select(each => (each.Move.RideId, each.Position))], cancellationToken);
        return [.. tracked.Select(each => (each.Move, each.Position))];
    }

    /// <summary>Where a vehicle was last; null where that is not known.</summary>
    public async Task<RidePosition?> FindAsync(string rideId, CancellationToken cancellationToken) => (await _positions.GetAsync(rideId, cancellationToken)).Value;

    private RidePosition PositionOf(RideMove move, Ride ride)
    {
        var left = _ways.Of(ride, move.Location);
        return new RidePosition(move.Location, move.Time, left.Duration, left.Meters);
    }

    private async Task SaveAsync(IReadOnlyList<(string RideId, RidePosition Position)> positions, CancellationToken cancellationToken)
    {
        var known = await _positions.GetManyAsync([.. positions.Select(each => each.RideId)], cancellationToken);
        var writes = positions.Zip(known)
            .Where(each => each.Second.Value is not { } last || last.Time < each.First.Position.Time)
            .Select(each => _positions.Put(each.Second, each.First.Position, KeepFor))
            .ToList();
        if (writes.Count > 0)
        {
            // Who loses to another replica wrote what is as good, and comes again in a moment.
            await _dapr.TryCommitAsync(Store, writes, cancellationToken);
        }
    }

    private sealed class TrackedRide(Ride? ride)
    {
        private int _saves;

        public Ride? Ride => ride;

        public bool TakeSave() => Interlocked.Increment(ref _saves) == 1;
    }
}
