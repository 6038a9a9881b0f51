using Platform.RateLimiting;

namespace Platform.Gateway.RateLimits;

/// <summary>Settings of the section <c>Gateway:RateLimits</c>.</summary>
internal sealed class RateLimitSettings
{
    /// <summary>Whether requests are limited.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>The domain of the limiter's rules.</summary>
    public string Domain { get; set; } = "gateway";

    /// <summary>Whether short-link redirects are limited too. They are answered from memory, and asking would cost as much again.</summary>
    public bool CoversRedirects { get; set; }

    /// <summary>Whether tokens are leased of rules that allow it, so that most decisions are made here. Without, each asks the limiter.</summary>
    public bool UseLeases { get; set; } = true;

    /// <summary>How many keys (combinations of route, address and caller) are remembered.</summary>
    public int Capacity { get; set; } = 50_000;

    /// <summary>How long the limiter may take to answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long requests pass while the limiter cannot be reached; after that they get 503. Infinite (<c>-00:00:00.0010000</c>) unless set, for a platform
    /// without limits is better than none.
    /// </summary>
    public TimeSpan FailOpenFor { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>What is wrong with the settings.</summary>
    public IEnumerable<string> Validate()
    {
        if (Domain.Length == 0) yield return "RateLimits:Domain must not be empty.";
        if (Capacity <= 0) yield return "RateLimits:Capacity must be positive.";
        if (Timeout <= TimeSpan.Zero) yield return "RateLimits:Timeout must be positive.";
        if (FailOpenFor < TimeSpan.Zero && FailOpenFor != System.Threading.Timeout.InfiniteTimeSpan) yield return "RateLimits:FailOpenFor must not be negative.";
    }

    public RateLimiterOptions ToOptions() => new() { UseLeases = UseLeases, Capacity = Capacity, Timeout = Timeout, FailOpenFor = FailOpenFor };
}
