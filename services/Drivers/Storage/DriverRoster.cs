using Dapr.Client;
using Platform.Messaging;
using Platform.State.Sets;

namespace Platform.Drivers.Storage;

/// <summary>
/// The ids of all drivers, for lists. Written down a moment after a driver begins a shift or changes the profile, those of many drivers at a time; who is lost in a crash
/// is in it with the next shift.
/// </summary>
internal sealed class DriverRoster : IHostedService, IDisposable
{
    private const string Store = "statestore";
    private const string All = "all";
    // For a million drivers.
    private const int Shards = 256;

    private readonly KeySet _ids;
    private readonly BatchingPublisher<string> _added;

    public DriverRoster(DaprClient dapr, TimeProvider clock, ILogger<DriverRoster> logger)
    {
        _ids = new KeySet(dapr, Store, "driver-roster", Shards);
        var options = new BatchingOptions { MaxDelay = TimeSpan.FromSeconds(1) };
        _added = new BatchingPublisher<string>("roster", options, (_, ids, cancellationToken) => _ids.AddManyAsync(All, ids, cancellationToken), clock, logger);
    }

    /// <summary>Adds a driver, soon.</summary>
    public void Add(string id) => _added.TryAdd(id);

    /// <summary>Drivers behind a driver, in an order that is always the same; fewer than asked for at the end only.</summary>
    public Task<IReadOnlyList<string>> ReadAsync(string after, int count, CancellationToken cancellationToken) => _ids.ReadAsync(All, after, count, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => _added.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _added.StopAsync(cancellationToken);

    public void Dispose() => _added.Dispose();
}
