namespace Platform.RateLimit.Domain.Algorithms;

/// <summary>
/// A token bucket (RFC 2697's committed bucket): it holds <see cref="Burst"/> tokens, <see cref="Amount"/> flow in evenly in every period, and what
/// passes takes tokens out. In any time t at most Burst + Amount·t/Period pass.
/// </summary>
/// <param name="Amount">Tokens that flow in per period, 1 or more.</param>
/// <param name="Period">The period.</param>
/// <param name="Burst">How many the bucket holds, 1 or more. Times the period at most <see cref="Whole.MaxProduct"/>.</param>
internal sealed record TokenBucket(long Amount, long Period, long Burst) : Limit
{
    internal override string Id => $"tb{Period}";

    internal override long Capacity => Burst;

    // In parts of a token: a token is as many parts as its period has microseconds, so each microsecond brings Amount parts.
    private long Full => Burst * Period;

    public override Quota QuotaAt(long now) => new(Amount, Period, Burst);

    public override Standing Look(LimitState? state, long cost, long now)
    {
        var level = LevelAt(state as TokenBucketState, now);
        var isAllowed = cost <= Burst && cost * Period <= level;
        var retry = isAllowed ? 0 : cost > Burst ? Standing.Never : Whole.CeilingDivide((cost * Period) - level, Amount);
        return new Standing(isAllowed, level / Period, retry, Whole.CeilingDivide(Full - level, Amount));
    }

    public override LimitState Take(LimitState? state, long cost, long now)
    {
        var bucket = state as TokenBucketState;
        return new TokenBucketState(LevelAt(bucket, now) - (cost * Period), Later(bucket, now));
    }

    // What flowed in since would have run over if the tokens had stayed in, at worst all of it.
    public override LimitState? Return(LimitState? state, long cost, long takenAt, long now)
    {
        if (state is not TokenBucketState bucket)
        {
            return state;
        }

        var at = Later(bucket, now);
        var unused = Math.Min(cost, Burst) * Period;
        var inflow = Math.Max(0, at - takenAt) >= unused / Amount ? unused : Math.Max(0, at - takenAt) * Amount;
        return new TokenBucketState(Math.Min(Full, LevelAt(bucket, now) + unused - inflow), at);
    }

    private long LevelAt(TokenBucketState? bucket, long now)
    {
        if (bucket is null || bucket.Level >= Full)
        {
            return Full;
        }

        var elapsed = Math.Max(0, now - bucket.At);
        return elapsed > (Full - bucket.Level) / Amount ? Full : bucket.Level + (elapsed * Amount);
    }

    private static long Later(TokenBucketState? bucket, long now) => Math.Max(bucket?.At ?? now, now);
}

/// <summary>The state of a token bucket.</summary>
/// <param name="Level">What is in it, in tokens times microseconds of the period.</param>
/// <param name="At">When it was.</param>
internal sealed record TokenBucketState(long Level, long At) : LimitState;
