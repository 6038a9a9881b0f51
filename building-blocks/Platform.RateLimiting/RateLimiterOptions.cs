namespace Platform.RateLimiting;

/// <summary>How a <see cref="LeasedRateLimiter"/> decides.</summary>
public sealed class RateLimiterOptions
{
    /// <summary>
    /// Whether tokens are leased of rules that allow it. Without leases every decision is the owner's, and exact; but for denials, which are remembered.
    /// </summary>
    public bool UseLeases { get; set; } = true;

    /// <summary>How many keys are remembered at most. A key takes about 500 bytes.</summary>
    public int Capacity { get; set; } = 50_000;

    /// <summary>The most tokens that a lease is asked for, for one key.</summary>
    public int MaxLease { get; set; } = 10_000;

    /// <summary>How long a denial, or that no rule applies, is remembered at most. A denial never longer than the limiter said. Zero for not at all.</summary>
    public TimeSpan RememberFor { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the limiter may take to answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long everything passes while the limiter cannot be reached (fail open). After that nothing passes until it can. Infinite for ever.
    /// </summary>
    public TimeSpan FailOpenFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a limiter that cannot be reached is tried again.</summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(1);
}
