using Dapr.Client;
using Platform.Geography;
using Platform.Rides.Domain.Routing;
using Platform.State;
using Platform.State.Caching;

namespace Platform.Rides.Storage;

/// <summary>How fast trips were, by the cell where they began.</summary>
internal sealed class SpeedStore
{
    private const string Store = "statestore";
    private const int MaxCells = 10_000;

    // Speeds change slowly: what was learned a minute ago is good enough.
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(2);

    private readonly DocumentStore<SpeedHistory> _cells;
    private readonly ReadThroughCache<SpeedHistory> _cache;

    public SpeedStore(DaprClient dapr, TimeProvider clock)
    {
        _cells = new DocumentStore<SpeedHistory>(dapr, Store, "ride-speed");
        _cache = new ReadThroughCache<SpeedHistory>(
            "speeds",
            MaxCells,
            LoadTimeout,
            async (cell, token) => new Perishable<SpeedHistory>((await _cells.GetAsync(cell, token)).Value ?? SpeedHistory.None, clock.GetUtcNow() + Freshness),
            clock);
    }

    /// <summary>The history of a point's cell.</summary>
    public ValueTask<SpeedHistory> GetAsync(GeoPoint point, CancellationToken cancellationToken) => _cache.GetAsync(Cells.Of(point), cancellationToken);

    /// <summary>Learns from a trip.</summary>
    public Task LearnAsync(GeoPoint pickup, int hour, long meters, TimeSpan duration, CancellationToken cancellationToken) =>
        _cells.UpdateAsync(Cells.Of(pickup), history => (history ?? SpeedHistory.None).With(hour, meters, duration), cancellationToken);
}
