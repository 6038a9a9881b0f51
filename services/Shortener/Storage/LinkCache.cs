using Microsoft.Extensions.Options;
using Platform.Shortener.Domain;
using Platform.State.Caching;

namespace Platform.Shortener.Storage;

/// <summary>
/// Links in memory, before the state store. Codes that nobody has are remembered too. Links whose visits are counted are not kept: each visit changes
/// them. A replica sees its own changes at once and those of others when what it keeps runs out.
/// </summary>
internal sealed class LinkCache(LinkStore links, IOptions<ShortenerOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(5);

    private readonly ReadThroughCache<Lookup> _lookups = new(
        "links",
        options.Value.CacheCapacity,
        LoadTimeout,
        async (code, cancellationToken) =>
        {
            var link = await links.FindAsync(code, cancellationToken);
            var duration = link is null ? options.Value.NegativeCacheDuration
                : link.MaxVisits > 0 ? TimeSpan.Zero
                : options.Value.CacheDuration;
            return new Perishable<Lookup>(new Lookup(link), clock.GetUtcNow() + duration);
        },
        clock);

    /// <summary>A link in any state, as it was up to a few seconds ago; null where there is none.</summary>
    public async ValueTask<ShortLink?> FindAsync(string code, CancellationToken cancellationToken) =>
        (await _lookups.GetAsync(code, cancellationToken)).Link;

    /// <summary>Forgets a link that was made or changed.</summary>
    public void Evict(string code) => _lookups.Evict(code);

    private sealed record Lookup(ShortLink? Link);
}
