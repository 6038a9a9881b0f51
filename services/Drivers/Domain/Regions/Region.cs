using Platform.Drivers.Domain.Shifts;
using Platform.Geography;

namespace Platform.Drivers.Domain.Regions;

/// <summary>The drivers of a region, in memory. Not safe for concurrent use.</summary>
/// <param name="cellPrecision">The length of the index' geohashes.</param>
/// <param name="maxAge">How long a driver counts who is not heard of.</param>
public sealed class Region(int cellPrecision, TimeSpan maxAge)
{
    // Geohashes of 5 characters are about 5 km wide.
    private const int CountPrecision = 5;

    private readonly GeoIndex<Presence> _drivers = new(cellPrecision);
    private DateTimeOffset _sweepTime;

    /// <summary>How many drivers there are.</summary>
    public int Count => _drivers.Count;

    /// <summary>Takes what a driver tells, unless something newer is known.</summary>
    public void Put(Presence presence)
    {
        if (_drivers.TryGet(presence.Driver, out _, out var known) && known.Stamp >= presence.Stamp)
        {
            return;
        }

        if (presence.Availability == Availability.Offline)
        {
            _drivers.Remove(presence.Driver);
        }
        else
        {
            _drivers.Put(presence.Driver, presence.Point, presence);
        }
    }

    /// <summary>Finds drivers who can take a ride, nearest first.</summary>
    public IReadOnlyList<Candidate> Find(CandidateQuery query, DateTimeOffset now)
    {
        var excluded = query.Excluded.ToHashSet(StringComparer.Ordinal);
        bool Suits(string driver, Presence presence) =>
            presence.Availability == Availability.Available
            && now - presence.SeenTime < maxAge
            && (query.VehicleClass.Length == 0 || presence.Vehicle.Class == query.VehicleClass)
            && presence.Rating >= query.MinRating
            && !excluded.Contains(driver);

        return [.. _drivers.Nearest(query.Center, query.RadiusMeters / 1000, query.Limit, Suits).Select(match => new Candidate(match.DistanceKm * 1000, match.Value))];
    }

    /// <summary>Forgets drivers who are not heard of. Costs something once in that time only.</summary>
    public void Sweep(DateTimeOffset now)
    {
        if (now - _sweepTime < maxAge)
        {
            return;
        }

        _sweepTime = now;
        foreach (var (driver, _, _) in _drivers.All.Where(each => now - each.Value.SeenTime >= maxAge).ToList())
        {
            _drivers.Remove(driver);
        }
    }

    /// <summary>How many drivers there are, by cell.</summary>
    public IReadOnlyList<CellCount> CountByCell(DateTimeOffset now) =>
    [
        .. _drivers.All
            .Where(each => now - each.Value.SeenTime < maxAge)
            .GroupBy(each => Geohash.Encode(each.Point, CountPrecision), each => each.Value.Availability)
            .OrderBy(cell => cell.Key, StringComparer.Ordinal)
            .Select(cell => new CellCount(cell.Key, cell.Count(), cell.Count(each => each == Availability.Available))),
    ];
}
