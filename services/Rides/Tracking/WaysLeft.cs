using Platform.Geography;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Routing;
using Platform.State.Caching;
using Route = Platform.Rides.Domain.Routing.Route;

namespace Platform.Rides.Tracking;

/// <summary>
/// How far rides still have to go. The way over the roads is searched for now and then; in between it is as much longer than the way as the crow flies as it was then, which
/// is cheap enough for every move.
/// </summary>
internal sealed class WaysLeft(RouteEstimator routes, TimeProvider clock)
{
    private const int MaxRides = 50_000;
    // Nearer to the goal the ends of the way count for more than the way.
    private const long FewMeters = 200;

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(15);

    private readonly SieveCache<Way> _ways = new(MaxRides);

    /// <summary>The way that a ride still has to go: to the pickup, and in the trip to the dropoff.</summary>
    public Route Of(Ride ride, GeoPoint location)
    {
        var goal = ride.State == RideState.InProgress ? ride.Dropoff : ride.Pickup;
        var line = RouteEstimator.AsTheCrowFlies(location, goal);
        var meters = (long)Math.Round(line.Meters * DetourOf(ride.Id, location, goal, line));
        return line with { Meters = meters, Duration = TimeSpan.FromSeconds(Math.Round(meters / SpeedOf(ride))) };
    }

    private double DetourOf(string rideId, GeoPoint location, GeoPoint goal, Route line)
    {
        if (_ways.TryGet(rideId, out var known) && known.Goal == goal && clock.GetUtcNow() < known.FreshUntil)
        {
            return known.Detour;
        }

        var detour = line.Meters < FewMeters ? 1 : routes.Estimate(location, goal).Meters / (double)line.Meters;
        _ways.Set(rideId, new Way(goal, detour, clock.GetUtcNow() + Freshness));
        return detour;
    }

    // The quote knows the roads and the hour; its speed is good for the rest of the way too.
    private static double SpeedOf(Ride ride)
    {
        var quote = ride.Reroute ?? ride.Quote;
        return quote.Meters > 0 && quote.Duration > TimeSpan.Zero ? quote.Meters / quote.Duration.TotalSeconds : RouteEstimator.DefaultSpeed;
    }

    private sealed record Way(GeoPoint Goal, double Detour, DateTimeOffset FreshUntil);
}
