using Platform.RateLimit.Domain.Algorithms;

namespace Platform.RateLimit.Domain.Counters;

/// <summary>What a counter is held to: limits that must all let a request pass, and what may be leased of them.</summary>
/// <param name="Limits">The limits.</param>
/// <param name="LeaseBound">How many tokens may be out in leases at once: the error bound of the counter. 0 turns leases off.</param>
/// <param name="LeaseFor">How long a lease lasts, in microseconds.</param>
internal sealed record CounterLimits(IReadOnlyList<Limit> Limits, long LeaseBound = 0, long LeaseFor = 0)
{
    /// <summary>The most leases that are out at once; each is part of the state.</summary>
    public const int MaxLeases = 128;
}
