using System.Threading.Channels;

namespace LocalDapr.Runtime.PubSub.Delivery;

/// <summary>What one app, or one instance of it, has finished of a topic. Owned and guarded by its <see cref="TopicLog"/>.</summary>
internal sealed class ConsumerGroup(string name, OffsetSet finished, bool isLasting)
{
    // No app id has a slash.
    private const string StreamsSuffix = "/streams";

    private readonly Channel<bool> _appended =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>The app id, or that of the app's streams, or a name that one instance has for as long as it runs.</summary>
    public string Name => name;

    /// <summary>Whether the group is that of streams, of which nobody knows whether another one will come.</summary>
    public bool IsOfStreams => name.EndsWith(StreamsSuffix, StringComparison.Ordinal);

    /// <summary>Whether a stream is there, so that messages are kept for the group without limit.</summary>
    public bool IsAttached { get; set; }

    public OffsetSet Finished => finished;

    /// <summary>What became of its messages. Safe to use by anybody.</summary>
    public DeliveryCounts Counts { get; } = new();

    /// <summary>Whether the group is kept over restarts.</summary>
    public bool IsLasting => isLasting;

    /// <summary>The name of the group that the streams of an app share.</summary>
    public static string OfStreams(string appId) => appId + StreamsSuffix;

    /// <summary>Says that there may be something new to read.</summary>
    public void Signal() => _appended.Writer.TryWrite(true);

    /// <summary>Waits for a <see cref="Signal"/> since the last wait.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _appended.Reader.ReadAsync(cancellationToken);
}
