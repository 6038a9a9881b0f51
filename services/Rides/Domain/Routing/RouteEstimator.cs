using Platform.Geography;
using Platform.Geography.Roads;

namespace Platform.Rides.Domain.Routing;

/// <summary>
/// Estimates ways: by A* on the road graph that has both ends, else as the great circle times a detour factor at the usual speed of a city.
/// </summary>
internal sealed class RouteEstimator(IReadOnlyList<RoadRouter> roads)
{
    /// <summary>What a way over roads is longer than the great circle, as measured in cities: 1.2 to 1.4.</summary>
    public const double DetourFactor = 1.3;

    /// <summary>How fast cars are in cities where nothing else is known, metres a second: 25 km/h.</summary>
    public const double DefaultSpeed = 25 / 3.6;

    // Who stands further from a road is not on this graph.
    private const double MaxSnapMeters = 1_000;
    private const double MetersPerKm = 1_000;
    private const double WalkSpeed = 5 / 3.6;

    /// <summary>The way between two points.</summary>
    public Route Estimate(GeoPoint from, GeoPoint to) =>
        roads.Select(router => OnRoads(router, from, to)).FirstOrDefault(route => route is not null) ?? AsTheCrowFlies(from, to, DefaultSpeed);

    /// <summary>The way without a look at the roads: cheap enough for every move of a driver.</summary>
    /// <param name="from">From where.</param>
    /// <param name="to">To where.</param>
    /// <param name="speed">Metres a second.</param>
    public static Route AsTheCrowFlies(GeoPoint from, GeoPoint to, double speed = DefaultSpeed)
    {
        var meters = from.DistanceKm(to) * MetersPerKm * DetourFactor;
        return new Route((long)Math.Round(meters), TimeSpan.FromSeconds(Math.Round(meters / speed)), IsByRoads: false);
    }

    private static Route? OnRoads(RoadRouter router, GeoPoint from, GeoPoint to)
    {
        if (router.FindNode(from, MaxSnapMeters) is not { } start || router.FindNode(to, MaxSnapMeters) is not { } end || router.FindRoute(start, end) is not { } route)
        {
            return null;
        }

        // To the first junction and from the last one, at walking pace: nobody's door is a junction.
        var ends = (from.DistanceKm(route.Path[0]) + to.DistanceKm(route.Path[^1])) * MetersPerKm;
        return new Route((long)Math.Round(route.Meters + ends), TimeSpan.FromSeconds(Math.Round(route.Seconds + (ends / WalkSpeed))), IsByRoads: true);
    }
}
