using Dapr.Actors.Runtime;
using Microsoft.Extensions.Options;
using Platform.Drivers.Domain.Regions;
using Platform.Drivers.Events;

namespace Platform.Drivers.Actors;

/// <inheritdoc cref="IRegionActor" />
internal sealed class RegionActor(ActorHost host, IOptions<DriversOptions> options, TimeProvider clock, IDriverEvents events) : Actor(host), IRegionActor
{
    /// <summary>The type of the actors.</summary>
    public const string Type = "Region";

    private readonly Region _region = new(options.Value.CellPrecision, options.Value.SilenceLimit);
    private DateTimeOffset _countTime = clock.GetUtcNow();

    public async Task PutAsync(Presence[] drivers, CancellationToken cancellationToken = default)
    {
        Array.ForEach(drivers, _region.Put);
        var now = clock.GetUtcNow();
        _region.Sweep(now);
        if (now - _countTime >= options.Value.CountInterval)
        {
            _countTime = now;
            await events.CountedAsync(Id.GetId(), _region.CountByCell(now), now, cancellationToken);
        }
    }

    public Task<Candidate[]> FindAsync(CandidateQuery query, CancellationToken cancellationToken = default) =>
        Task.FromResult<Candidate[]>([.. _region.Find(query, clock.GetUtcNow())]);
}
