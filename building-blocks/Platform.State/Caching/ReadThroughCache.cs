using System.Collections.Concurrent;
using Platform.Hosting;

namespace Platform.State.Caching;

/// <summary>
/// The values of keys in memory, loaded when somebody asks for them. Loads of one key that happen at once are one load. A value whose freshness is
/// over when it arrives is handed to one caller and not kept: others that waited for it load one of their own. A key that is evicted
/// while it is being loaded is not kept either.
/// </summary>
/// <typeparam name="TValue">The values. What is known to be missing is a value too, so that misses are remembered.</typeparam>
/// <param name="name">Names the cache in the metric <c>platform.cache.lookups</c>.</param>
/// <param name="capacity">How many values are kept at most.</param>
/// <param name="loadTimeout">How long a load may take. It is not cancelled with the caller that began it, for others wait for it.</param>
/// <param name="load">Loads the value of a key.</param>
/// <param name="time">The clock.</param>
public sealed class ReadThroughCache<TValue>(
    string name,
    int capacity,
    TimeSpan loadTimeout,
    Func<string, CancellationToken, Task<Perishable<TValue>>> load,
    TimeProvider time)
    where TValue : class
{
    private readonly SieveCache<Perishable<TValue>> _values = new(capacity);
    private readonly ConcurrentDictionary<string, Flight> _flights = new(StringComparer.Ordinal);
    private readonly Lock _keeping = new();

    /// <summary>A fresh value in memory, or null.</summary>
    public TValue? Find(ReadOnlySpan<char> key)
    {
        if (!_values.TryGet(key, out var found) || time.GetUtcNow() >= found.FreshUntil)
        {
            return null;
        }

        CacheMetrics.Count(name, isHit: true);
        return found.Value;
    }

    /// <summary>The value of a key, from memory or loaded. Fails with what the load failed with; failures are not kept.</summary>
    public ValueTask<TValue> GetAsync(string key, CancellationToken cancellationToken) =>
        Find(key) is { } value ? ValueTask.FromResult(value) : new ValueTask<TValue>(JoinAsync(key, cancellationToken));

    /// <summary>Forgets a key, also where it is being loaded.</summary>
    public void Evict(string key)
    {
        lock (_keeping)
        {
            _flights.TryRemove(key, out _);
            _values.Remove(key);
        }
    }

    private async Task<TValue> JoinAsync(string key, CancellationToken cancellationToken)
    {
        CacheMetrics.Count(name, isHit: false);
        var flight = _flights.GetOrAdd(key, static (key, self) => new Flight(key, self), this);
        var loaded = await flight.Landing.WaitAsync(cancellationToken);
        return loaded.FreshUntil > time.GetUtcNow() || flight.TryClaim() ? loaded.Value : (await LoadAsync(key)).Value;
    }

    private async Task<Perishable<TValue>> LoadAsync(string key)
    {
        using var limit = new CancellationTokenSource(loadTimeout, time);
        return await load(key, limit.Token);
    }

    private async Task<Perishable<TValue>> FlyAsync(string key, Flight flight)
    {
        CurrentCall.Leave();
        try
        {
            var loaded = await LoadAsync(key);
            if (loaded.FreshUntil > time.GetUtcNow())
            {
                Keep(key, flight, loaded);
            }

            return loaded;
        }
        finally
        {
            _flights.TryRemove(new KeyValuePair<string, Flight>(key, flight));
        }
    }

    private void Keep(string key, Flight flight, Perishable<TValue> loaded)
    {
        lock (_keeping)
        {
            // Still the current flight: no eviction since it began.
            if (_flights.TryGetValue(key, out var current) && current == flight)
            {
                _values.Set(key, loaded);
            }
        }
    }

    /// <summary>A load under way. Lazy, so that the loser of a race to begin one begins nothing.</summary>
    private sealed class Flight
    {
        private readonly Lazy<Task<Perishable<TValue>>> _landing;
        private int _claims;

        public Flight(string key, ReadThroughCache<TValue> cache) => _landing = new(() => cache.FlyAsync(key, this));

        public Task<Perishable<TValue>> Landing => _landing.Value;

        public bool TryClaim() => Interlocked.Increment(ref _claims) == 1;
    }
}

/// <summary>A value and how long it may be served from memory.</summary>
/// <param name="Value">The value.</param>
/// <param name="FreshUntil">When it has to be loaded again; in the past for a value that must not be kept.</param>
public sealed record Perishable<TValue>(TValue Value, DateTimeOffset FreshUntil);
