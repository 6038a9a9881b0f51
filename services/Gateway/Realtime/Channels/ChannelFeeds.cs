using System.Collections.Concurrent;
using Grpc.Core;
using Platform.Hosting.Failures;
using Platform.Messaging.Realtime;
using Platform.Realtime.V1;

namespace Platform.Gateway.Realtime.Channels;

/// <summary>The channels that somebody on this replica listens to.</summary>
internal sealed partial class ChannelFeeds(IChannelSource source, TimeProvider time, ILogger<ChannelFeeds> logger)
{
    // Several times in the life of a log, so that one that is listened to does not end when a few of them fail.
    private static readonly TimeSpan TouchInterval = ChannelLogs.Lifetime / 4;
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);
    private const int Parallelism = 8;

    private readonly ConcurrentDictionary<string, Entry> _feeds = new(StringComparer.Ordinal);

    public int Count => _feeds.Count;

    /// <summary>Adds a listener to a channel and tells it what it asked for.</summary>
    /// <exception cref="Exception">The log could not be read: <see cref="IsStoreFailure"/>.</exception>
    public async Task JoinAsync(string channel, IListener listener, string? id, string? lastEventId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var entry = _feeds.GetOrAdd(channel, name => new Entry(new ChannelFeed(name)) { TouchTime = time.GetUtcNow() });
            if (!entry.Feed.TryBeginJoin())
            {
                Remove(entry);
                continue;
            }
            try
            {
                var log = entry.Feed.IsOpen ? lastEventId is null ? null : await ReadAsync(channel, cancellationToken) : await source.OpenAsync(channel, cancellationToken);
                entry.Feed.Join(listener, id, lastEventId, log);
                return;
            }
            finally
            {
                if (entry.Feed.EndJoin()) Remove(entry);
            }
        }
    }

    /// <summary>Takes a listener off a channel.</summary>
    public void Leave(string channel, IListener listener)
    {
        if (_feeds.TryGetValue(channel, out var entry) && entry.Feed.Leave(listener)) Remove(entry);
    }

    /// <summary>Tells the listeners of an event that was published.</summary>
    public void Take(ChannelEvent published)
    {
        if (_feeds.TryGetValue(published.Channel, out var entry) && !entry.Feed.TryTake(published)) _ = CatchUpAsync(entry);
    }

    /// <summary>Keeps logs alive that are listened to, and reads what could not be read before. Once a second or so.</summary>
    public async Task MaintainAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = _feeds.Values.Where(entry => entry.Feed.IsBehind || now - entry.TouchTime >= TouchInterval).ToList();
        if (due.Count == 0) return;
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(due, limits, async (entry, _) => await (entry.Feed.IsBehind ? CatchUpAsync(entry) : TouchAsync(entry)));
    }

    /// <summary>Whether a failure is one of the state store: it may be gone in a moment.</summary>
    public static bool IsStoreFailure(Exception failure) =>
        failure is Dapr.DaprException or RpcException or PlatformException or HttpRequestException or OperationCanceledException;

    private async Task<ChannelLog> ReadAsync(string channel, CancellationToken cancellationToken) =>
        await source.FindAsync(channel, cancellationToken) ?? await source.OpenAsync(channel, cancellationToken);

    private Task CatchUpAsync(Entry entry) =>
        Interlocked.Exchange(ref entry.IsReading, 1) == 1 ? Task.CompletedTask : AdvanceAsync(entry, source.FindAsync);

    private Task TouchAsync(Entry entry)
    {
        entry.TouchTime = time.GetUtcNow();
        return AdvanceAsync(entry, async (channel, token) => await source.OpenAsync(channel, token));
    }

    private async Task AdvanceAsync(Entry entry, Func<string, CancellationToken, Task<ChannelLog?>> read)
    {
        var isRead = false;
        using var timeout = new CancellationTokenSource(ReadTimeout, time);
        try
        {
            if (await read(entry.Feed.Channel, timeout.Token) is { } log)
            {
                entry.Feed.CatchUp(log);
                isRead = true;
            }
        }
        catch (Exception failure) when (IsStoreFailure(failure))
        {
            LogNotRead(failure.GetType().Name);
        }
        finally
        {
            Volatile.Write(ref entry.IsReading, 0);
        }
        // There may have come more meanwhile, and been left to this read.
        if (isRead && entry.Feed.IsBehind) await CatchUpAsync(entry);
    }

    private void Remove(Entry entry) => _feeds.TryRemove(new KeyValuePair<string, Entry>(entry.Feed.Channel, entry));

    [LoggerMessage(1, LogLevel.Warning, "The log of a channel could not be read ({Failure}); it is tried again")]
    private partial void LogNotRead(string failure);

    private sealed class Entry(ChannelFeed feed)
    {
        public int IsReading;

        public ChannelFeed Feed => feed;

        public DateTimeOffset TouchTime { get; set; }
    }
}
