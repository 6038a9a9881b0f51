using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Drivers.Domain.Regions;
using Platform.Hosting.Calls;
using Platform.Hosting.Failures;

namespace Platform.Drivers.Actors;

/// <summary>The regions of the world. What drivers of one region tell at the same time goes there in one call.</summary>
internal sealed partial class Regions(ActorCalls actors, IOptions<DriversOptions> options, ILogger<Regions> logger)
{
    private const int MaxBatch = 500;

    private readonly RegionMap _map = new(options.Value.RegionPrecision);
    private readonly ConcurrentDictionary<string, CallCoalescer<Presence, bool>> _calls = new(StringComparer.Ordinal);

    /// <summary>Tells a region of a driver. What cannot be told is told with the driver's next report.</summary>
    /// <returns>The region that the driver is in.</returns>
    /// <param name="presence">The driver.</param>
    /// <param name="before">The region that the driver was in; empty for none. It hears that the driver is gone.</param>
    public async Task<string> PutAsync(Presence presence, string before)
    {
        var region = _map.Of(presence.Point);
        try
        {
            var arrives = CallOf(region).AskAsync(presence);
            if (before.Length > 0 && before != region)
            {
                await CallOf(before).AskAsync(presence with { Availability = Domain.Shifts.Availability.Offline });
            }

            await arrives;
        }
        catch (UnavailableException)
        {
            LogNotTold(region);
        }

        return region;
    }

    /// <summary>Finds drivers who can take a ride, in all regions around, nearest first.</summary>
    public async Task<IReadOnlyList<Candidate>> FindAsync(CandidateQuery query, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(_map.Around(query.Center, query.RadiusMeters / 1000)
            .Select(region => actors.RegionAsync(region, actor => actor.FindAsync(query, cancellationToken))));
        // Who came from one region to another may be known in both for a moment.
        return
        [
            .. found.SelectMany(each => each)
                .GroupBy(candidate => candidate.Presence.Driver, StringComparer.Ordinal)
                .Select(same => same.MaxBy(candidate => candidate.Presence.Stamp)!)
                .OrderBy(candidate => candidate.DistanceMeters)
                .ThenBy(candidate => candidate.Presence.Driver, StringComparer.Ordinal)
                .Take(query.Limit),
        ];
    }

    private CallCoalescer<Presence, bool> CallOf(string region) => _calls.GetOrAdd(
        region, name => new CallCoalescer<Presence, bool>(MaxBatch, maxCalls: 1, drivers => PutAsync(name, drivers)));

    private async Task<IReadOnlyList<bool>> PutAsync(string region, IReadOnlyList<Presence> drivers)
    {
        await actors.RegionAsync(region, async actor =>
        {
            await actor.PutAsync([.. drivers]);
            return true;
        });
        return [.. drivers.Select(_ => true)];
    }

    [LoggerMessage(LogLevel.Warning, "Region {Region} could not be told of a driver.")]
    private partial void LogNotTold(string region);
}
