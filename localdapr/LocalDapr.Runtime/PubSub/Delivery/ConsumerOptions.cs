using LocalDapr.Runtime.Resiliency;

namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>How a subscription wants its messages.</summary>
internal sealed record ConsumerOptions
{
    public static readonly TimeSpan DefaultRedeliverInterval = TimeSpan.FromSeconds(15);

    /// <summary>Attempts that may run at the same time. One keeps the order of the topic, but for messages that are retried.</summary>
    public int MaxConcurrentHandlers { get; init; } = 32;

    /// <summary>Messages that may be read ahead: those being delivered and those waiting for their next attempt.</summary>
    public int MaxPending { get; init; } = 4096;

    /// <summary>Most messages in one attempt; more than one for a bulk subscription.</summary>
    public int MaxBatch { get; init; } = 1;

    /// <summary>How long a bulk subscription waits for a batch to fill.</summary>
    public TimeSpan MaxBatchWait { get; init; }

    public RetryPolicy Retries { get; init; } = RetryPolicy.None;

    /// <summary>
    /// Pause between attempts after the retries are exhausted and there is no dead-letter topic; grows up to this value when
    /// there is no retry policy.
    /// </summary>
    public TimeSpan RedeliverInterval { get; init; } = DefaultRedeliverInterval;

    /// <summary>Puts messages into the dead-letter topic; null when there is none.</summary>
    public Func<IReadOnlyList<Message>, Task>? DeadLetter { get; init; }
}
