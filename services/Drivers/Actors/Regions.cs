using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Regions;
using Platform.Geography;
using Platform.Hosting.Calls;
using Platform.Hosting.Failures;

namespace Platform.Drivers.Actors;

/// <summary>The regions of the world. What many say at the same time goes to a region in one call.</summary>
internal sealed partial class Regions(ActorCalls actors, IOptions<DriversOptions> options, ILogger<Regions> logger)
{
    private const int MaxBatch = 500;
    private const int MaxQueries = 50;
    private const int MaxKept = 10_000;

    private readonly RegionMap _map = new(options.Value.RegionPrecision);
    private readonly ConcurrentDictionary<string, CallCoalescer<Report, Sighting?>> _reports = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CallCoalescer<Presence, bool>> _puts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CallCoalescer<CandidateQuery, IReadOnlyList<Candidate>>> _queries = new(StringComparer.Ordinal);

    /// <summary>The region of a point.</summary>
    public string Of(GeoPoint point) => _map.Of(point);

    /// <summary>Tells the region of the last position what a driver reports.</summary>
    /// <returns>Null where the driver's actor must hear it instead.</returns>
    public async Task<Sighting?> ReportAsync(string driver, Fix[] fixes)
    {
        var region = Of(fixes[^1].Point);
        try
        {
            return await _reports.GetOrAdd(region, NewReports).AskAsync(new Report(driver, fixes));
        }
        catch (UnavailableException)
        {
            LogUnavailable(region);
            return null;
        }
    }

    /// <summary>Tells a region what a driver is. What cannot be told is told when the driver's actor hears the next report, after a minute at most.</summary>
    public async Task PutAsync(string region, Presence presence)
    {
        try
        {
            await _puts.GetOrAdd(region, NewPuts).AskAsync(presence);
        }
        catch (UnavailableException)
        {
            LogUnavailable(region);
        }
    }

    /// <summary>Where a driver is, and the positions to keep; null where the region cannot be asked.</summary>
    public async Task<Whereabouts?> SeeAsync(string region, string driver)
    {
        try
        {
            return await actors.RegionAsync(region, actor => actor.SeeAsync(driver));
        }
        catch (UnavailableException)
        {
            LogUnavailable(region);
            return null;
        }
    }

    /// <summary>
    /// Finds drivers who can take a ride, nearest first. The region of the centre is asked first, and those around only where they can have somebody nearer than the last
    /// who was found.
    /// </summary>
    public async Task<IReadOnlyList<Candidate>> FindAsync(CandidateQuery query, CancellationToken cancellationToken)
    {
        var regions = _map.Around(query.Center, query.RadiusMeters / 1000);
        var found = Merge(await AskAsync(regions.TakeWhile(region => region.DistanceKm <= 0)), query.Limit);
        var farthest = found.Count < query.Limit ? double.PositiveInfinity : (found[^1].DistanceMeters / 1000) + RegionMap.RoundingKm;
        var others = regions.SkipWhile(region => region.DistanceKm <= 0).TakeWhile(region => region.DistanceKm <= farthest).ToList();
        return others.Count == 0 ? found : Merge([found, .. await AskAsync(others)], query.Limit);

        Task<IReadOnlyList<Candidate>[]> AskAsync(IEnumerable<(string Region, double DistanceKm)> some) =>
            Task.WhenAll(some.Select(each => QueriesTo(each.Region).AskAsync(query).WaitAsync(cancellationToken)));
    }

    // Who came from one region to another may be known in both for a moment.
    private static List<Candidate> Merge(IReadOnlyList<Candidate>[] found, int limit) => found.Length == 1 && found[0].Count <= limit
        ? [.. found[0]]
        :
        [
            .. found.SelectMany(each => each)
                .GroupBy(candidate => candidate.Driver, StringComparer.Ordinal)
                .Select(same => same.MaxBy(candidate => candidate.HeardTime)!)
                .OrderBy(candidate => candidate.DistanceMeters)
                .ThenBy(candidate => candidate.Driver, StringComparer.Ordinal)
                .Take(limit),
        ];

    // People may look anywhere; drivers cannot drive everywhere.
    private CallCoalescer<CandidateQuery, IReadOnlyList<Candidate>> QueriesTo(string region)
    {
        if (_queries.Count >= MaxKept)
        {
            _queries.Clear();
        }

        return _queries.GetOrAdd(region, NewQueries);
    }

    private CallCoalescer<CandidateQuery, IReadOnlyList<Candidate>> NewQueries(string region) => new(
        MaxQueries, maxCalls: 1, async queries => await actors.RegionAsync(region, actor => actor.FindAsync([.. queries])));

    // One call at a time, so that reports of a driver stay in their order.
    private CallCoalescer<Report, Sighting?> NewReports(string region) => new(
        MaxBatch, maxCalls: 1, async reports => await actors.RegionAsync(region, actor => actor.ReportAsync([.. reports])));

    private CallCoalescer<Presence, bool> NewPuts(string region) => new(MaxBatch, maxCalls: 1, async drivers =>
    {
        await actors.RegionAsync(region, async actor =>
        {
            await actor.PutAsync([.. drivers]);
            return true;
        });
        return [.. drivers.Select(_ => true)];
    });

    [LoggerMessage(LogLevel.Warning, "Region {Region} could not be asked.")]
    private partial void LogUnavailable(string region);
}
