namespace Dapr.Workflow;

/// <summary>When and how often a failed step is tried again. The delays are durable timers.</summary>
public class WorkflowRetryPolicy
{
    private static readonly TimeSpan DefaultMaxRetryInterval = TimeSpan.FromHours(1);

    /// <summary>Makes a policy.</summary>
    /// <param name="maxNumberOfAttempts">All attempts, the first one included.</param>
    /// <param name="firstRetryInterval">The delay before the second attempt.</param>
    /// <param name="backoffCoefficient">By how much each delay is longer than the one before; 1 or more.</param>
    /// <param name="maxRetryInterval">The longest delay.</param>
    /// <param name="retryTimeout">The time after the first attempt from which there are no more; null: unlimited.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public WorkflowRetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRetryInterval ?? DefaultMaxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
        if (retryTimeout is { } timeout && timeout != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThan(timeout, firstRetryInterval, nameof(retryTimeout));
        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval;
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>All attempts, the first one included.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>The delay before the second attempt.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>By how much each delay is longer than the one before.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The longest delay; null: unlimited.</summary>
    public TimeSpan? MaxRetryInterval { get; }

    /// <summary>The time after the first attempt from which there are no more; <see cref="Timeout.InfiniteTimeSpan"/>: unlimited.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>The delay after an attempt, or null if it was the last one.</summary>
    /// <param name="attempt">Counted from 1.</param>
    /// <param name="elapsed">The time since the first attempt began.</param>
    internal TimeSpan? DelayAfter(int attempt, TimeSpan elapsed)
    {
        if (attempt >= MaxNumberOfAttempts || (RetryTimeout != Timeout.InfiniteTimeSpan && elapsed >= RetryTimeout))
            return null;
        var longest = MaxRetryInterval ?? TimeSpan.MaxValue;
        var ticks = FirstRetryInterval.Ticks * Math.Pow(BackoffCoefficient, attempt - 1);
        return ticks < longest.Ticks ? TimeSpan.FromTicks((long)ticks) : longest;
    }
}
