using Platform.RateLimit.Domain.Algorithms;

namespace Platform.RateLimit.Domain.Counters;

/// <summary>What to do with a counter.</summary>
internal enum CounterVerb
{
    /// <summary>Take the cost if every limit lets it pass, and lease tokens if that is asked.</summary>
    Take,

    /// <summary>Look only.</summary>
    Peek,

    /// <summary>Give back what was taken and not used.</summary>
    Return,

    /// <summary>Give back what is unused of a lease.</summary>
    ReturnLease,

    /// <summary>Forget everything.</summary>
    Reset,
}

/// <summary>A question about a counter.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Cost">What to take, look for or give back.</param>
/// <param name="Drain">Whether a cost that does not pass takes all that is left.</param>
/// <param name="LeaseId">The lease to make or to give back.</param>
/// <param name="LeaseTokens">How many tokens the lease should have; 0 for no lease.</param>
/// <param name="TakenAt">When what is given back was taken.</param>
/// <param name="Kept">How many tokens of the lease may still be used.</param>
internal sealed record CounterQuestion(
    CounterVerb Verb, long Cost = 0, bool Drain = false, long LeaseId = 0, long LeaseTokens = 0, long TakenAt = 0, long Kept = 0);

/// <summary>What a counter answers.</summary>
/// <param name="Standings">Where the key stands with each limit, after what was taken.</param>
/// <param name="At">The time of the decision, in microseconds since the Unix epoch.</param>
/// <param name="Leased">How many tokens the lease has; 0 for none.</param>
/// <param name="LeaseFor">How long it lasts from the decision, in microseconds.</param>
internal sealed record CounterAnswer(IReadOnlyList<Standing> Standings, long At, long Leased = 0, long LeaseFor = 0)
{
    /// <summary>Whether every limit lets it pass.</summary>
    public bool IsAllowed() => Standings.All(standing => standing.IsAllowed);
}
