using Dapr.Client;
using Platform.Geography;
using Platform.Messaging;
using Platform.Rides.Domain.Routing;
using Platform.State;
using Platform.State.Caching;

namespace Platform.Rides.Storage;

/// <summary>
/// How fast trips were, by the cell where they began. Trips that end at the same time are learned from together, for in a busy cell they would all write one document. Those
/// of the last seconds are lost in a crash.
/// </summary>
internal sealed class SpeedStore : IHostedService, IDisposable
{
    private const string Store = "statestore";
    private const int MaxCells = 10_000;

    // Speeds change slowly: what was learned a minute ago is good enough.
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(2);
    private static readonly BatchingOptions Batching = new() { MaxDelay = TimeSpan.FromSeconds(2) };

    private readonly DocumentStore<SpeedHistory> _cells;
    private readonly ReadThroughCache<SpeedHistory> _cache;
    private readonly BatchingPublisher<Trip> _trips;

    public SpeedStore(DaprClient dapr, TimeProvider clock, ILogger<SpeedStore> logger)
    {
        _cells = new DocumentStore<SpeedHistory>(dapr, Store, "ride-speed");
        _cache = new ReadThroughCache<SpeedHistory>(
            "speeds",
            MaxCells,
            LoadTimeout,
            async (cell, token) => new Perishable<SpeedHistory>((await _cells.GetAsync(cell, token)).Value ?? SpeedHistory.None, clock.GetUtcNow() + Freshness),
            clock);
        _trips = new BatchingPublisher<Trip>("speeds", Batching, (_, trips, cancellationToken) => LearnAsync(trips, cancellationToken), clock, logger);
    }

    /// <summary>The history of a point's cell.</summary>
    public ValueTask<SpeedHistory> GetAsync(GeoPoint point, CancellationToken cancellationToken) => _cache.GetAsync(Cells.Of(point), cancellationToken);

    /// <summary>Learns from a trip, soon.</summary>
    public void Learn(GeoPoint pickup, int hour, long meters, TimeSpan duration) => _trips.TryAdd(new Trip(Cells.Of(pickup), hour, meters, duration));

    public Task StartAsync(CancellationToken cancellationToken) => _trips.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _trips.StopAsync(cancellationToken);

    public void Dispose() => _trips.Dispose();

    private async Task LearnAsync(IReadOnlyList<Trip> trips, CancellationToken cancellationToken)
    {
        foreach (var cell in trips.GroupBy(trip => trip.Cell))
        {
            await _cells.UpdateAsync(
                cell.Key,
                known => cell.Aggregate(known ?? SpeedHistory.None, (history, trip) => history.With(trip.Hour, trip.Meters, trip.Duration)),
                cancellationToken);
        }
    }

    private sealed record Trip(string Cell, int Hour, long Meters, TimeSpan Duration);
}
