using Platform.RateLimit.Domain.Windows;

namespace Platform.RateLimit.Domain.Algorithms;

/// <summary>A counter that begins again with each window. Up to twice the amount may pass around the end of a window.</summary>
/// <param name="Amount">How much passes per window, 1 or more.</param>
/// <param name="Window">The windows.</param>
internal sealed record FixedWindow(long Amount, Window Window) : Limit
{
    internal override string Id => $"fw{Window.Id}";

    internal override long Capacity => Amount;

    public override Quota QuotaAt(long now)
    {
        var span = Window.Around(now);
        return new Quota(Amount, span.End - span.Start, Amount);
    }

    public override Standing Look(LimitState? state, long cost, long now)
    {
        var (at, count, span) = At(state as FixedWindowState, now);
        var remaining = Math.Max(0, Amount - count);
        var untilEnd = span.End - at;
        var retry = cost <= remaining ? 0 : cost > Amount ? Standing.Never : untilEnd;
        return new Standing(cost <= remaining, remaining, retry, count == 0 ? 0 : untilEnd);
    }

    public override LimitState Take(LimitState? state, long cost, long now)
    {
        var (_, count, span) = At(state as FixedWindowState, now);
        return new FixedWindowState(span.Start, count + cost);
    }

    public override LimitState? Return(LimitState? state, long cost, long takenAt, long now)
    {
        var (_, count, span) = At(state as FixedWindowState, now);
        return state is FixedWindowState && takenAt >= span.Start ? new FixedWindowState(span.Start, Math.Max(0, count - cost)) : state;
    }

    // Used in the next window they would count in none.
    public override long UseUntil(long now) => Window.Around(now).End;

    private (long At, long Count, Span Span) At(FixedWindowState? window, long now)
    {
        var at = Math.Max(window?.Start ?? now, now);
        var span = Window.Around(at);
        return (at, window?.Start == span.Start ? window.Count : 0, span);
    }
}

/// <summary>The state of a fixed window.</summary>
/// <param name="Start">When the window began.</param>
/// <param name="Count">What passed in it.</param>
internal sealed record FixedWindowState(long Start, long Count) : LimitState;
