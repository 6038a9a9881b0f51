using Platform.Drivers.Domain.Shifts;
using Platform.Geography;

namespace Platform.Drivers.Domain.Regions;

/// <summary>The drivers of a region, in memory. Not safe for concurrent use.</summary>
/// <param name="rules">How they are followed.</param>
/// <param name="startTime">Since when: nothing that was before is known.</param>
public sealed class Region(RegionRules rules, DateTimeOffset startTime)
{
    // Geohashes of 5 characters are about 5 km wide.
    private static readonly GeoGrid Counts = new(5);

    private readonly GeoIndex<FollowedDriver> _drivers = new(rules.CellPrecision);

    /// <summary>How many drivers there are.</summary>
    public int Count => _drivers.Count;

    /// <summary>Takes what a driver's actor tells, unless something newer is known. Drivers are followed from the first position on.</summary>
    public void Put(Presence presence, DateTimeOffset now)
    {
        var isKnown = _drivers.TryGet(presence.Driver, out _, out var driver);
        if (isKnown && driver.Stamp >= presence.Stamp)
        {
            return;
        }

        if (presence.Availability == Availability.Offline)
        {
            _drivers.Remove(presence.Driver);
        }
        else if (isKnown || presence.Fixes.Count > 0)
        {
            driver ??= new FollowedDriver(rules, presence);
            driver.Take(presence, now);
            _drivers.Put(presence.Driver, driver.Last.Point, driver);
        }
    }

    /// <summary>Takes what a driver reports.</summary>
    /// <returns>Null where the driver's actor must hear it instead: it has not told of the driver for a while, or never.</returns>
    public Sighting? Take(Report report, DateTimeOffset now)
    {
        if (!_drivers.TryGet(report.Driver, out _, out var driver) || !driver.IsConfirmed(now))
        {
            return null;
        }

        var sighting = driver.Take(report.Fixes, now);
        _drivers.Put(report.Driver, driver.Last.Point, driver);
        return sighting;
    }

    /// <summary>Where a driver is. Hands over the positions to keep.</summary>
    public Whereabouts See(string driver) =>
        _drivers.TryGet(driver, out _, out var known) ? new Whereabouts(known.Last, known.HeardTime, known.TakeSamples()) : new Whereabouts(null, startTime, []);

    /// <summary>Finds drivers who can take a ride, nearest first.</summary>
    public IReadOnlyList<Candidate> Find(CandidateQuery query, DateTimeOffset now)
    {
        var excluded = query.Excluded.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. _drivers.Nearest(query.Center, query.RadiusMeters / 1000, query.Limit, (id, driver) => driver.Suits(query, now) && !excluded.Contains(id))
                .Select(match => match.Value.ToCandidate(match.DistanceKm * 1000)),
        ];
    }

    /// <summary>Forgets drivers who are silent for twice as long as they may be.</summary>
    /// <returns>All who are silent: their actors should look.</returns>
    public IReadOnlyList<string> Sweep(DateTimeOffset now)
    {
        var silent = _drivers.All.Where(each => each.Value.IsSilent(now)).ToList();
        foreach (var each in silent.Where(each => now - each.Value.HeardTime >= 2 * rules.SilenceLimit))
        {
            _drivers.Remove(each.Key);
        }

        return [.. silent.Select(each => each.Key)];
    }

    /// <summary>How many drivers there are, by cell.</summary>
    public IReadOnlyList<CellCount> CountByCell(DateTimeOffset now) =>
    [
        .. _drivers.All
            .Where(each => !each.Value.IsSilent(now))
            .GroupBy(each => Counts.CellOf(each.Point), each => each.Value.Availability)
            .Select(cell => new CellCount(Geohash.Encode(cell.Key, Counts.Precision), cell.Count(), cell.Count(each => each == Availability.Available)))
            .OrderBy(cell => cell.Cell, StringComparer.Ordinal),
    ];
}
