namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>What became of a consumer group's messages since the start.</summary>
internal sealed class DeliveryCounts
{
    private long _delivered;
    private long _retried;
    private long _deadLettered;
    private long _dropped;

    /// <summary>Messages that the app has handled.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Attempts that failed and were followed by another one.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    /// <summary>Messages that went to the dead-letter topic.</summary>
    public long DeadLettered => Interlocked.Read(ref _deadLettered);

    /// <summary>Messages that the app dropped, without a dead-letter topic.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void AddDelivered(int count) => Interlocked.Add(ref _delivered, count);

    public void AddRetried(int count) => Interlocked.Add(ref _retried, count);

    public void AddDeadLettered(int count) => Interlocked.Add(ref _deadLettered, count);

    public void AddDropped(int count) => Interlocked.Add(ref _dropped, count);
}
