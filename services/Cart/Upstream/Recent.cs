using System.Diagnostics.CodeAnalysis;
using Platform.State.Caching;

namespace Platform.Cart.Upstream;

/// <summary>What other services said about SKUs, remembered for <see cref="Freshness"/> from when they were asked: what many have in their carts is asked for once.</summary>
/// <typeparam name="T">What they say.</typeparam>
internal sealed class Recent<T>(TimeProvider clock)
{
    /// <summary>How far behind an answer may be.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private const int Capacity = 100_000;

    private readonly SieveCache<Perishable<T>> _known = new(Capacity);

    /// <summary>What was said about a SKU a moment ago.</summary>
    public bool TryGet(string sku, [MaybeNullWhen(false)] out T value)
    {
        var isKnown = _known.TryGet(sku, out var known) && clock.GetUtcNow() < known.FreshUntil;
        value = isKnown ? known!.Value : default;
        return isKnown;
    }

    /// <summary>Remembers what was said.</summary>
    /// <param name="sku">The SKU.</param>
    /// <param name="value">What was said.</param>
    /// <param name="asked">When it was asked: the answer may be no younger.</param>
    public void Set(string sku, T value, DateTimeOffset asked) => _known.Set(sku, new Perishable<T>(value, asked + Freshness));
}
