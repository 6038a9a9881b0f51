using Platform.Drivers.Domain.Shifts;
using Platform.Geography;

namespace Platform.Drivers.Domain.Regions;

/// <summary>The drivers of a region, in memory. Not safe for concurrent use.</summary>
/// <param name="rules">How they are followed.</param>
/// <param name="startTime">Since when: nothing that was before is known.</param>
public sealed class Region(RegionRules rules, DateTimeOffset startTime)
{
    private readonly GeoIndex<FollowedDriver> _drivers = new(rules.CellPrecision);
    private readonly HeardOrder _heard = new();
    private readonly CellCounts _counts = new();

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
            if (isKnown)
            {
                Forget(driver);
            }
        }
        else if (isKnown || presence.Fixes.Count > 0)
        {
            driver ??= new FollowedDriver(rules, presence);
            var before = driver.HeardTime;
            driver.Take(presence, now);
            Follow(driver, before);
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

        var before = driver.HeardTime;
        var sighting = driver.Take(report.Fixes, now);
        Follow(driver, before);
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
        var silent = _heard.Silent(now).ToList();
        foreach (var driver in silent.Where(driver => now - driver.HeardTime >= 2 * rules.SilenceLimit))
        {
            Forget(driver);
        }

        return silent.ConvertAll(driver => driver.Id);
    }

    /// <summary>How many drivers there are who are not silent, by cell.</summary>
    public IReadOnlyList<CellCount> CountByCell(DateTimeOffset now) => _counts.Without(_heard.Silent(now));

    private void Follow(FollowedDriver driver, DateTimeOffset heardBefore)
    {
        _drivers.Put(driver.Id, driver.Last.Point, driver);
        _counts.Count(driver);
        if (driver.HeardTime != heardBefore)
        {
            _heard.Hear(driver);
        }
    }

    private void Forget(FollowedDriver driver)
    {
        _drivers.Remove(driver.Id);
        _counts.Remove(driver);
        _heard.Remove(driver);
    }
}
