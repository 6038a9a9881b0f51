using System.Collections.Concurrent;

namespace Platform.Gateway.Redirects;

/// <summary>
/// Links in memory. Concurrent misses of a code share one call; unknown codes are remembered too; a change of a link
/// takes it out, and a resolution under way at that moment is not kept.
/// </summary>
internal sealed class LinkCache(ILinkSource source, int capacity, TimeProvider time)
{
    private readonly SieveCache<LinkTarget> _links = new(capacity);
    private readonly ConcurrentDictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    /// <summary>A target that may be served without asking, or null.</summary>
    public LinkTarget? Find(ReadOnlySpan<char> code) =>
        _links.TryGet(code, out var link) && time.GetUtcNow().UtcTicks < link.FreshUntil ? link : null;

    /// <summary>Asks the service.</summary>
    public async Task<LinkTarget> ResolveAsync(string code, CancellationToken cancellationToken)
    {
        var flight = _flights.GetOrAdd(code, static (key, self) => new Flight(key, self), this);
        var link = await flight.Landing.WaitAsync(cancellationToken);
        // A link that is not for keeping was counted as one visit: whoever else waited for it needs a visit of their own.
        return link is { FreshUntil: 0, Problem: null } && !flight.TryClaim() ? await source.ResolveAsync(code, cancellationToken) : link;
    }

    /// <summary>Forgets a link that changed.</summary>
    public void Evict(string code)
    {
        _flights.TryRemove(code, out _);
        _links.Remove(code);
    }

    // Not cancelled by the request that happens to start it: others wait for it. The source has its own time limit.
    private async Task<LinkTarget> FlyAsync(string code, Flight flight)
    {
        try
        {
            var link = await source.ResolveAsync(code, CancellationToken.None);
            // Still the current flight: no eviction since it began.
            if (link.FreshUntil > 0 && _flights.TryGetValue(code, out var current) && current == flight) _links.Set(code, link);
            return link;
        }
        finally
        {
            _flights.TryRemove(new KeyValuePair<string, Flight>(code, flight));
        }
    }

    /// <summary>A resolution under way. Lazy, so that the loser of a race to start one starts nothing.</summary>
    private sealed class Flight
    {
        private readonly Lazy<Task<LinkTarget>> _landing;
        private int _claims;

        public Flight(string code, LinkCache cache) => _landing = new Lazy<Task<LinkTarget>>(() => cache.FlyAsync(code, this));

        public Task<LinkTarget> Landing => _landing.Value;

        public bool TryClaim() => Interlocked.Increment(ref _claims) == 1;
    }
}
