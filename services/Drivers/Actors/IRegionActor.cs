using Dapr.Actors;
using Platform.Drivers.Domain.Regions;

namespace Platform.Drivers.Actors;

/// <summary>
/// Owns a region: it follows, in memory only, the drivers who are in it. Its id is the region's geohash. It waits for no driver's actor, for those wait for it.
/// </summary>
internal interface IRegionActor : IActor
{
    /// <summary>Takes what drivers report: null for those whose actors must hear it instead.</summary>
    Task<Sighting?[]> ReportAsync(Report[] reports, CancellationToken cancellationToken = default);

    /// <summary>Takes what drivers' actors tell.</summary>
    Task PutAsync(Presence[] drivers, CancellationToken cancellationToken = default);

    /// <summary>Where a driver is. Hands over the positions to keep.</summary>
    Task<Whereabouts> SeeAsync(string driver, CancellationToken cancellationToken = default);

    /// <summary>Finds drivers who can take a ride, nearest first, for each query.</summary>
    Task<Candidate[][]> FindAsync(CandidateQuery[] queries, CancellationToken cancellationToken = default);
}
