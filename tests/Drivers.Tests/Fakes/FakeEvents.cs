using System.Collections.Concurrent;
using Platform.Drivers.Domain.Offers;
using Platform.Drivers.Domain.Regions;
using Platform.Drivers.Events;

namespace Platform.Drivers.Tests.Fakes;

/// <summary>Keeps what others would hear.</summary>
internal sealed class FakeEvents : IDriverEvents
{
    private readonly ConcurrentDictionary<string, int> _failures = new();

    public ConcurrentQueue<(string Driver, Offer Offer)> Offered { get; } = new();

    public ConcurrentQueue<(string Driver, Offer Offer)> Ended { get; } = new();

    public ConcurrentQueue<DriverMove> Moved { get; } = new();

    public ConcurrentQueue<(string Region, IReadOnlyList<CellCount> Cells)> Counted { get; } = new();

    /// <summary>Makes it fail to tell the end of a driver's offers that many times.</summary>
    public void Fail(string driver, int times) => _failures[driver] = times;

    public Task OfferedAsync(string driver, Offer offer, CancellationToken cancellationToken)
    {
        Offered.Enqueue((driver, offer));
        return Task.CompletedTask;
    }

    public Task<bool> EndedAsync(string driver, Offer offer, CancellationToken cancellationToken)
    {
        if (_failures.AddOrUpdate(driver, 0, (_, left) => left - 1) > 0)
        {
            return Task.FromResult(false);
        }

        Ended.Enqueue((driver, offer));
        return Task.FromResult(true);
    }

    public Task MovedAsync(IReadOnlyList<DriverMove> moves, CancellationToken cancellationToken)
    {
        moves.ToList().ForEach(Moved.Enqueue);
        return Task.CompletedTask;
    }

    public Task CountedAsync(string region, IReadOnlyList<CellCount> cells, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Counted.Enqueue((region, cells));
        return Task.CompletedTask;
    }
}
