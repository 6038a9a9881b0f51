using System.Threading.Channels;

namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>What one app has finished of a topic. Owned and guarded by its <see cref="TopicLog"/>.</summary>
internal sealed class ConsumerGroup(string name, OffsetSet finished)
{
    private readonly Channel<bool> _appended =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>The app id.</summary>
    public string Name => name;

    public OffsetSet Finished => finished;

    /// <summary>Says that there may be something new to read.</summary>
    public void Signal() => _appended.Writer.TryWrite(true);

    /// <summary>Waits for a <see cref="Signal"/> since the last wait.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _appended.Reader.ReadAsync(cancellationToken);
}
