namespace Platform.RateLimit.Domain.Algorithms;

/// <summary>
/// The generic cell rate algorithm (ITU-T I.371, virtual scheduling): one number, the theoretical arrival time of the next cell. What passes moves it
/// on by the emission interval for each unit of cost, and passes while it stays within <see cref="Burst"/> intervals of now.
/// </summary>
/// <remarks>The interval is rounded up to whole nanoseconds, so the rate is never exceeded, and missed by 0.1 % at most (a million per second).</remarks>
/// <param name="Amount">How much passes per period, 1 or more; at most one for each microsecond.</param>
/// <param name="Period">The period.</param>
/// <param name="Burst">How much passes at once, 1 or more.</param>
internal sealed record Gcra(long Amount, long Period, long Burst) : Limit
{
    private const long NanosecondsPerMicrosecond = 1000;

    internal override string Id => $"gc{Period}";

    internal override long Capacity => Burst;

    private long Interval => Whole.CeilingDivide(Period * NanosecondsPerMicrosecond, Amount);

    public override Quota QuotaAt(long now) => new(Amount, Period, Burst);

    public override Standing Look(LimitState? state, long cost, long now)
    {
        var ahead = AheadAt(state as GcraState, now);
        var room = Math.Max(0, (Burst * Interval) - ahead);
        var isAllowed = cost <= Burst && cost * Interval <= room;
        var retry = isAllowed ? 0 : cost > Burst ? Standing.Never : Microseconds((cost * Interval) - room);
        return new Standing(isAllowed, room / Interval, retry, Microseconds(ahead));
    }

    public override LimitState Take(LimitState? state, long cost, long now) =>
        new GcraState((now * NanosecondsPerMicrosecond) + AheadAt(state as GcraState, now) + (cost * Interval));

    // Time that passed since may have been that of what is given back, at worst all of it.
    public override LimitState? Return(LimitState? state, long cost, long takenAt, long now)
    {
        if (state is not GcraState cells)
        {
            return state;
        }

        var passed = Math.Max(0, now - takenAt) * NanosecondsPerMicrosecond;
        var back = Math.Min(AheadAt(cells, now), Math.Max(0, (Math.Min(cost, Burst) * Interval) - passed));
        return new GcraState(cells.ArrivalTime - back);
    }

    private static long AheadAt(GcraState? cells, long now) => cells is null ? 0 : Math.Max(0, cells.ArrivalTime - (now * NanosecondsPerMicrosecond));

    private static long Microseconds(long nanoseconds) => Whole.CeilingDivide(nanoseconds, NanosecondsPerMicrosecond);
}

/// <summary>The state of GCRA.</summary>
/// <param name="ArrivalTime">The theoretical arrival time, in nanoseconds since the Unix epoch.</param>
internal sealed record GcraState(long ArrivalTime) : LimitState;
