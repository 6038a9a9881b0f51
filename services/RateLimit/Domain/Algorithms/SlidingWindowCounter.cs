namespace Platform.RateLimit.Domain.Algorithms;

/// <summary>
/// Two fixed windows that stand for a sliding one: the former counts for the share of it that the sliding window still covers, as if what passed in it
/// had come evenly. Constant state, and no doubled amount around the end of a window.
/// </summary>
/// <param name="Amount">How much passes per window, 1 or more. Times the length at most <see cref="Whole.MaxProduct"/>.</param>
/// <param name="Length">The length of the window.</param>
internal sealed record SlidingWindowCounter(long Amount, long Length) : Limit
{
    internal override string Id => $"sw{Length}";

    internal override long Capacity => Amount;

    public override Quota QuotaAt(long now) => new(Amount, Length, Amount);

    public override Standing Look(LimitState? state, long cost, long now)
    {
        var window = At(state as SlidingWindowState, now, out var elapsed);
        var remaining = Math.Max(0, (((Amount * Length) - (window.Previous * (Length - elapsed))) / Length) - window.Current);
        var isAllowed = cost <= remaining;
        var retry = isAllowed ? 0 : cost > Amount ? Standing.Never : RetryAfter(window, cost, elapsed);
        var reset = window.Current > 0 ? (2 * Length) - elapsed : window.Previous > 0 ? Length - elapsed : 0;
        return new Standing(isAllowed, remaining, retry, reset);
    }

    public override LimitState Take(LimitState? state, long cost, long now)
    {
        var window = At(state as SlidingWindowState, now, out _);
        return window with { Current = window.Current + cost };
    }

    public override LimitState? Return(LimitState? state, long cost, long takenAt, long now)
    {
        if (state is not SlidingWindowState)
        {
            return state;
        }

        var window = At(state as SlidingWindowState, now, out _);
        return takenAt >= window.Start ? window with { Current = Math.Max(0, window.Current - cost) }
            : takenAt >= window.Start - Length ? window with { Previous = Math.Max(0, window.Previous - cost) }
            : window;
    }

    private SlidingWindowState At(SlidingWindowState? window, long now, out long elapsed)
    {
        var at = Math.Max(window?.Start ?? now, now);
        elapsed = at % Length;
        var start = at - elapsed;
        return window is null ? new SlidingWindowState(start, 0, 0)
            : window.Start == start ? window
            : new SlidingWindowState(start, 0, window.Start == start - Length ? window.Current : 0);
    }

    // In this window the former one loses its weight; where that is not enough, in the next one this window does.
    private long RetryAfter(SlidingWindowState window, long cost, long elapsed)
    {
        var room = Amount - cost - window.Current;
        return room >= 0 && window.Previous > 0
            ? WhenLight(window.Previous, room) - elapsed
            : Length - elapsed + WhenLight(window.Current, Amount - cost);
    }

    private long WhenLight(long former, long room) => Length - Math.Min(Length, room * Length / former);
}

/// <summary>The state of a sliding window counter.</summary>
/// <param name="Start">When the current window began.</param>
/// <param name="Current">What passed in it.</param>
/// <param name="Previous">What passed in the one before.</param>
internal sealed record SlidingWindowState(long Start, long Current, long Previous) : LimitState;
