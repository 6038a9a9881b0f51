using System.Diagnostics.CodeAnalysis;
using Platform.State.Caching;

namespace Platform.Cart.Upstream;

/// <summary>
/// What other services said about SKUs, remembered for <see cref="Freshness"/> from when they were asked. Half of that time before it is over one caller is told to
/// ask again, while the others go on with what is known: what many have in their carts is not asked for by all of them at once.
/// </summary>
/// <typeparam name="T">What they say.</typeparam>
internal sealed class Recent<T>(TimeProvider clock)
{
    /// <summary>How far behind an answer may be.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private const int Capacity = 100_000;
    private static readonly TimeSpan RenewAfter = Freshness / 2;

    private readonly SieveCache<Answer> _known = new(Capacity);

    /// <summary>What was said about a SKU a moment ago; false where this caller should ask.</summary>
    public bool TryGet(string sku, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (!_known.TryGet(sku, out var known) || clock.GetUtcNow() - known.Asked is var age && (age >= Freshness || (age >= RenewAfter && known.TryRenew())))
        {
            return false;
        }

        value = known.Value;
        return true;
    }

    /// <summary>Remembers what was said.</summary>
    /// <param name="sku">The SKU.</param>
    /// <param name="value">What was said.</param>
    /// <param name="asked">When it was asked: the answer may be no younger.</param>
    public void Set(string sku, T value, DateTimeOffset asked) => _known.Set(sku, new Answer(value, asked));

    private sealed class Answer(T value, DateTimeOffset asked)
    {
        private int _renewals;

        public T Value { get; } = value;

        public DateTimeOffset Asked { get; } = asked;

        public bool TryRenew() => Interlocked.Exchange(ref _renewals, 1) == 0;
    }
}
