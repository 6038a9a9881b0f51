using LocalDapr.Runtime.Resiliency.Specification;

namespace LocalDapr.Runtime.Resiliency;

/// <summary>How often, and after which pauses, something that failed is tried again.</summary>
/// <param name="MaxRetries">Attempts after the first one; <see cref="Endless"/> for as many as it takes.</param>
/// <param name="DelayBefore">The pause before the n-th retry, n from 1.</param>
internal sealed record RetryPolicy(int MaxRetries, Func<int, TimeSpan> DelayBefore)
{
    public const int Endless = int.MaxValue;

    private const double Multiplier = 1.5;
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(500);

    public static readonly RetryPolicy None = new(0, _ => TimeSpan.Zero);

    /// <summary>The HTTP statuses that are retried; null for all that are failures.</summary>
    public CodeRanges? HttpStatusCodes { get; init; }

    /// <summary>The gRPC statuses that are retried; null for all that are failures.</summary>
    public CodeRanges? GrpcStatusCodes { get; init; }

    /// <summary>Whether a failure is one to retry. A failure without a status (no connection, a timeout) always is.</summary>
    public bool Covers(Failure failure) => failure switch
    {
        { IsFinal: true } => false,
        { HttpStatus: { } status } => HttpStatusCodes?.Contains(status) ?? true,
        { GrpcStatus: { } status } => GrpcStatusCodes?.Contains((int)status) ?? true,
        _ => true,
    };

    /// <summary>A policy with the same pause every time.</summary>
    public static RetryPolicy Constant(int maxRetries, TimeSpan pause) => new(maxRetries, _ => pause);

    /// <summary>
    /// The pauses of Dapr's exponential policy without its jitter: each is 1.5 times the one before, from 500 ms up to a limit
    /// (https://docs.dapr.io/operations/resiliency/policies/retries/retries-overview/).
    /// </summary>
    public static RetryPolicy Exponential(int maxRetries, TimeSpan most) => new(maxRetries, retry => PauseBefore(retry, most));

    private static TimeSpan PauseBefore(int retry, TimeSpan most) =>
        TimeSpan.FromTicks((long)Math.Min(most.Ticks, FirstInterval.Ticks * Math.Pow(Multiplier, retry - 1)));
}
