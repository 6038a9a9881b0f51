using System.Text.Json.Serialization;

namespace Platform.RateLimit.Domain.Algorithms;

/// <summary>
/// A limit with its algorithm. The functions are pure: now and the state come in, the next state goes out. Times are whole microseconds since the
/// Unix epoch, durations microseconds, and all arithmetic is on integers, so the same calls give the same answers everywhere.
/// </summary>
/// <remarks>
/// No state is the state of a key that was never seen. A clock that goes back is read as standing still: decisions never move a state into its past.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "a")]
[JsonDerivedType(typeof(TokenBucket), "tb")]
[JsonDerivedType(typeof(LeakyBucket), "lb")]
[JsonDerivedType(typeof(Gcra), "gc")]
[JsonDerivedType(typeof(FixedWindow), "fw")]
[JsonDerivedType(typeof(SlidingLog), "sl")]
[JsonDerivedType(typeof(SlidingWindowCounter), "sw")]
internal abstract record Limit
{
    /// <summary>What must stay the same for counts to be kept when a rule changes: the algorithm and its window. Amounts may change.</summary>
    internal abstract string Id { get; }

    /// <summary>The most that can ever pass at once. What costs more never passes.</summary>
    internal abstract long Capacity { get; }

    /// <summary>What clients are told: how much in how long.</summary>
    /// <param name="now">The time, for windows whose lengths differ.</param>
    public abstract Quota QuotaAt(long now);

    /// <summary>Whether a cost would pass now, what is left now, and when more will be.</summary>
    /// <param name="state">The state; null for none.</param>
    /// <param name="cost">The cost, 0 or more.</param>
    /// <param name="now">The time.</param>
    public abstract Standing Look(LimitState? state, long cost, long now);

    /// <summary>The state after a cost that <see cref="Look"/> lets pass.</summary>
    /// <param name="state">The state; null for none.</param>
    /// <param name="cost">The cost, 0 or more.</param>
    /// <param name="now">The time.</param>
    public abstract LimitState Take(LimitState? state, long cost, long now);

    /// <summary>
    /// The state after giving back what was taken and not used. Gives back at most what cannot let more pass than if it had never been taken.
    /// </summary>
    /// <param name="state">The state; null for none.</param>
    /// <param name="cost">What is given back.</param>
    /// <param name="takenAt">When it was taken.</param>
    /// <param name="now">The time.</param>
    public abstract LimitState? Return(LimitState? state, long cost, long takenAt, long now);

    /// <summary>When tokens that are taken now must be used at the latest; <see cref="long.MaxValue"/> where it does not matter.</summary>
    public virtual long UseUntil(long now) => long.MaxValue;
}

/// <summary>How much in how long.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Window">In how many microseconds.</param>
/// <param name="Burst">How much at once.</param>
internal readonly record struct Quota(long Amount, long Window, long Burst);

/// <summary>Where a key stands with a limit.</summary>
/// <param name="IsAllowed">Whether the cost passes.</param>
/// <param name="Remaining">What could pass now.</param>
/// <param name="RetryAfter">After how many microseconds the cost would pass if nothing else came: 0 where it passes, <see cref="Never"/> where it never will.</param>
/// <param name="ResetAfter">After how many microseconds everything could pass again.</param>
/// <param name="Delay">For how many microseconds a caller that shapes its traffic waits before it goes on: only leaky buckets say so.</param>
internal readonly record struct Standing(bool IsAllowed, long Remaining, long RetryAfter, long ResetAfter, long Delay = 0)
{
    /// <summary>The cost is more than the limit's capacity.</summary>
    public const long Never = long.MaxValue;
}

/// <summary>The state of one key with one limit.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "a")]
[JsonDerivedType(typeof(TokenBucketState), "tb")]
[JsonDerivedType(typeof(LeakyBucketState), "lb")]
[JsonDerivedType(typeof(GcraState), "gc")]
[JsonDerivedType(typeof(FixedWindowState), "fw")]
[JsonDerivedType(typeof(SlidingLogState), "sl")]
[JsonDerivedType(typeof(SlidingWindowState), "sw")]
internal abstract record LimitState;
