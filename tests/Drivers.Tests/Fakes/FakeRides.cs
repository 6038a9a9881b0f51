using System.Collections.Concurrent;
using Platform.Drivers.Clients;
using Platform.Hosting.Failures;

namespace Platform.Drivers.Tests.Fakes;

/// <summary>Hands out each ride to the first who claims it, unless it is gone. Can be away.</summary>
internal sealed class FakeRides : IRides
{
    private readonly ConcurrentDictionary<string, string> _owners = new();

    /// <summary>The claims, as ride and driver.</summary>
    public ConcurrentQueue<(string Ride, string Driver)> Claims { get; } = new();

    /// <summary>Rides that cannot be asked for now.</summary>
    public ConcurrentDictionary<string, bool> Away { get; } = new();

    /// <summary>Gives a ride to somebody.</summary>
    public void Give(string ride, string driver) => _owners[ride] = driver;

    public Task<bool> ClaimAsync(string ride, string driver, string offerId, CancellationToken cancellationToken)
    {
        if (Away.ContainsKey(ride))
        {
            throw new UnavailableException("RIDES_UNAVAILABLE", "away");
        }

        Claims.Enqueue((ride, driver));
        return Task.FromResult(_owners.GetOrAdd(ride, driver) == driver);
    }
}
