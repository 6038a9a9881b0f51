namespace Platform.RateLimiting;

/// <summary>How a decision came about.</summary>
public enum RateLimitOutcome
{
    /// <summary>Within all limits.</summary>
    Allowed,

    /// <summary>Over a limit.</summary>
    Denied,

    /// <summary>On the list of those who never pass.</summary>
    DenyListed,

    /// <summary>Passes because the limiter cannot be reached.</summary>
    FailedOpen,

    /// <summary>Does not pass because the limiter could not be reached for too long.</summary>
    Unavailable,
}

/// <summary>A decision about a request.</summary>
/// <param name="Outcome">How it came about.</param>
/// <param name="Limits">Where the key stood with each limit when the limiter was last asked.</param>
/// <param name="Age">How long ago that was.</param>
/// <param name="LocalTokens">Tokens that are left here besides what remained then.</param>
/// <param name="RetryAfter">When the same request would pass; null where it passes, or never will.</param>
public readonly record struct RateLimitDecision(
    RateLimitOutcome Outcome, IReadOnlyList<RateLimitStatus> Limits, TimeSpan Age = default, long LocalTokens = 0, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether the request passes.</summary>
    public bool IsAllowed => Outcome is RateLimitOutcome.Allowed or RateLimitOutcome.FailedOpen;

    /// <summary>The limit that is nearest to its end, one that refuses before all others; null where none is known.</summary>
    public RateLimitStatus? Nearest()
    {
        RateLimitStatus? nearest = null;
        for (var i = 0; i < Limits.Count; i++)
        {
            nearest = nearest is null || Limits[i].IsNearerThan(nearest) ? Limits[i] : nearest;
        }

        return nearest;
    }

    /// <summary>What remains of a limit, with the tokens that are left here.</summary>
    public long RemainingOf(RateLimitStatus limit) => limit.IsAllowed ? Math.Min(limit.Limit, limit.Remaining + LocalTokens) : 0;
}

/// <summary>Where a key stands with a limit.</summary>
/// <param name="Name">What the limit is called.</param>
/// <param name="Limit">How much passes in each window.</param>
/// <param name="Window">The window.</param>
/// <param name="Remaining">What remains.</param>
/// <param name="ResetAfter">When everything is there again.</param>
/// <param name="IsAllowed">Whether this limit let the request pass.</param>
public sealed record RateLimitStatus(string Name, long Limit, TimeSpan Window, long Remaining, TimeSpan ResetAfter, bool IsAllowed)
{
    internal bool IsNearerThan(RateLimitStatus other) => IsAllowed == other.IsAllowed
        ? (double)Remaining / Limit < (double)other.Remaining / other.Limit
        : !IsAllowed;
}
