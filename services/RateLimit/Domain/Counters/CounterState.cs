using Platform.RateLimit.Domain.Algorithms;

namespace Platform.RateLimit.Domain.Counters;

/// <summary>The state of one key of a rule.</summary>
/// <param name="Limits">The states of its limits, by their ids.</param>
/// <param name="Leases">The leases that are out.</param>
internal sealed record CounterState(IReadOnlyDictionary<string, LimitState> Limits, IReadOnlyList<Lease> Leases)
{
    /// <summary>The state of a key that was never seen.</summary>
    public static readonly CounterState Empty = new(new Dictionary<string, LimitState>(), []);

    /// <summary>Tokens that may be out in leases.</summary>
    public long Leased(long now) => Leases.Sum(lease => lease.Until > now ? lease.Tokens : 0);

    /// <summary>The state of a limit; null for none.</summary>
    public LimitState? Of(Limit limit) => Limits.GetValueOrDefault(limit.Id);
}

/// <summary>Tokens that a caller may use without asking. They are taken already.</summary>
/// <param name="Id">Names the lease; a caller draws it at random.</param>
/// <param name="Tokens">How many.</param>
/// <param name="TakenAt">When they were taken, in microseconds since the Unix epoch.</param>
/// <param name="Until">Up to when they may be used.</param>
internal sealed record Lease(long Id, long Tokens, long TakenAt, long Until);
