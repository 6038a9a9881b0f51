namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>What one app has finished of a topic. Owned and guarded by its <see cref="TopicLog"/>.</summary>
internal sealed class ConsumerGroup(string name, OffsetSet finished)
{
    private readonly SemaphoreSlim _appended = new(0, 1);

    /// <summary>The app id.</summary>
    public string Name => name;

    public OffsetSet Finished => finished;

    /// <summary>Says that there may be something new to read.</summary>
    public void Signal()
    {
        if (_appended.CurrentCount == 0)
            _appended.Release();
    }

    /// <summary>Waits for a <see cref="Signal"/> since the last wait; false when the time is over.</summary>
    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => _appended.WaitAsync(timeout, cancellationToken);
}
