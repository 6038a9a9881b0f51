using Dapr.Actors;
using Platform.Drivers.Domain.Regions;

namespace Platform.Drivers.Actors;

/// <summary>Owns a region: it knows, in memory only, which drivers are in it. Its id is the region's geohash.</summary>
internal interface IRegionActor : IActor
{
    /// <summary>Takes what drivers tell.</summary>
    Task PutAsync(Presence[] drivers, CancellationToken cancellationToken = default);

    /// <summary>Finds drivers who can take a ride, nearest first.</summary>
    Task<Candidate[]> FindAsync(CandidateQuery query, CancellationToken cancellationToken = default);
}
