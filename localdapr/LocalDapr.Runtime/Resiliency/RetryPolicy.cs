namespace LocalDapr.Runtime.Resiliency;

/// <summary>How often, and after which pauses, something that failed is tried again.</summary>
/// <param name="MaxRetries">Attempts after the first one.</param>
/// <param name="DelayBefore">The pause before the n-th retry, n from 1.</param>
internal sealed record RetryPolicy(int MaxRetries, Func<int, TimeSpan> DelayBefore)
{
    private const double Multiplier = 1.5;
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(500);

    public static readonly RetryPolicy None = new(0, _ => TimeSpan.Zero);

    /// <summary>The pauses of Dapr's exponential policy, without its jitter.</summary>
    public static TimeSpan Exponential(int retry, TimeSpan most) =>
        TimeSpan.FromTicks((long)Math.Min(most.Ticks, FirstInterval.Ticks * Math.Pow(Multiplier, retry - 1)));
}
