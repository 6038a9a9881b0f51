namespace Platform.RateLimit.Domain.Algorithms;

/// <summary>
/// A leaky bucket as a queue (Turner, 1986): what passes is poured in, the bucket holds <see cref="Size"/> and leaks <see cref="Amount"/> evenly in
/// every period. Callers that wait for <see cref="Standing.Delay"/> go on at that even rate, whatever the bursts in which they came.
/// </summary>
/// <param name="Amount">What leaks per period, 1 or more.</param>
/// <param name="Period">The period.</param>
/// <param name="Size">What it holds, 1 or more. Times the period at most <see cref="Whole.MaxProduct"/>.</param>
internal sealed record LeakyBucket(long Amount, long Period, long Size) : Limit
{
    internal override string Id => $"lb{Period}";

    internal override long Capacity => Size;

    public override Quota QuotaAt(long now) => new(Amount, Period, Size);

    public override Standing Look(LimitState? state, long cost, long now)
    {
        var water = WaterAt(state as LeakyBucketState, now);
        var room = Math.Max(0, (Size * Period) - water);
        var isAllowed = cost <= Size && cost * Period <= room;
        var retry = isAllowed ? 0 : cost > Size ? Standing.Never : Whole.CeilingDivide((cost * Period) - room, Amount);
        var empty = Whole.CeilingDivide(water, Amount);
        return new Standing(isAllowed, room / Period, retry, empty, isAllowed ? empty : 0);
    }

    public override LimitState Take(LimitState? state, long cost, long now)
    {
        var bucket = state as LeakyBucketState;
        return new LeakyBucketState(WaterAt(bucket, now) + (cost * Period), Later(bucket, now));
    }

    // What leaked since may have been what is given back, at worst all of it.
    public override LimitState? Return(LimitState? state, long cost, long takenAt, long now)
    {
        if (state is not LeakyBucketState bucket)
        {
            return state;
        }

        var at = Later(bucket, now);
        var poured = Math.Min(cost, Size) * Period;
        var leaked = Math.Max(0, at - takenAt) >= poured / Amount ? poured : Math.Max(0, at - takenAt) * Amount;
        return new LeakyBucketState(Math.Max(0, WaterAt(bucket, now) - (poured - leaked)), at);
    }

    private long WaterAt(LeakyBucketState? bucket, long now)
    {
        if (bucket is null)
        {
            return 0;
        }

        var elapsed = Math.Max(0, now - bucket.At);
        return elapsed >= Whole.CeilingDivide(bucket.Water, Amount) ? 0 : bucket.Water - (elapsed * Amount);
    }

    private static long Later(LeakyBucketState? bucket, long now) => Math.Max(bucket?.At ?? now, now);
}

/// <summary>The state of a leaky bucket.</summary>
/// <param name="Water">What is in it, times microseconds of the period.</param>
/// <param name="At">When it was.</param>
internal sealed record LeakyBucketState(long Water, long At) : LimitState;
