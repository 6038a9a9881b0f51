using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Gateway.Realtime.Channels;
using Platform.Messaging.Realtime;
using Platform.Realtime.V1;

namespace Gateway.Tests.Realtime;

/// <summary>The log of one channel, in memory.</summary>
internal sealed class FakeChannelLog : IChannelSource
{
    public const string Channel = "links/abc";

    private const string FirstEpoch = "000000000001";

    private readonly Lock _lock = new();
    private TaskCompletionSource? _held;
    private ChannelLog _log = new() { Epoch = FirstEpoch };
    private int _opens;

    public bool IsAway { get; set; }

    public int Opens => _opens;

    public ChannelLog Current => _log;

    public IReadOnlyList<LoggedEvent> Events => _log.Events;

    public ChannelEvent Publish(string type, string data = "{}")
    {
        lock (_lock)
        {
            (_log, var added) = _log.Append("", type, DateTimeOffset.UnixEpoch, data);
            return ToProto(added, _log.Epoch);
        }
    }

    public void Lose() => _log = new ChannelLog { Epoch = "000000000002" };

    public void Hold() => _held = new TaskCompletionSource();

    public void Release() => _held!.SetResult();

    public Task<ChannelLog> OpenAsync(string channel, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _opens);
        return FindAsync(channel, cancellationToken)!;
    }

    public async Task<ChannelLog?> FindAsync(string channel, CancellationToken cancellationToken)
    {
        if (IsAway) throw new RpcException(new Status(StatusCode.Unavailable, "away"));
        var read = _log;
        // Read at the beginning, answered late.
        if (_held is not null) await _held.Task;
        return read;
    }

    public static ChannelEvent ToProto(LoggedEvent each, string epoch = FirstEpoch) => new()
    {
        Channel = Channel,
        Epoch = epoch,
        Sequence = each.Sequence,
        Type = each.Type,
        Time = each.Time.ToTimestamp(),
        Data = each.Data,
    };
}
