using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Platform.Gateway.Access;
using Platform.Gateway.Edge;

namespace Platform.Gateway.Realtime;

/// <summary>All sockets of this replica.</summary>
internal sealed class RealtimeHub : BackgroundService, IDrained
{
    /// <summary>The metric that counts clients which read too slowly.</summary>
    public const string DroppedCounter = "platform.realtime.dropped";

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);
    private static readonly Meter Meter = new("Platform.Gateway.Realtime");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>(
        DroppedCounter, "{session}", "Sessions that were ended because they read too slowly.");

    private readonly ConcurrentDictionary<RealtimeSession, byte> _sessions = new();
    private readonly Dictionary<string, int> _socketsByUser = new(StringComparer.Ordinal);
    private readonly RealtimeServices _services;
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDraining;
    private int _count;

    public RealtimeHub(RealtimeServices services)
    {
        _services = services;
        Meter.CreateObservableUpDownCounter("platform.realtime.sockets", () => Count, "{socket}", "Open WebSockets.");
        Meter.CreateObservableUpDownCounter(
            "platform.realtime.channels", () => services.Feeds.Count, "{channel}", "Channels that somebody listens to.");
    }

    public DateTimeOffset Now => _services.Time.GetUtcNow();

    /// <summary>The open sockets.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether one more socket may come.</summary>
    public bool IsOpen => !_isDraining && Count < _services.Options.MaxSockets;

    /// <summary>Serves a socket until it is closed.</summary>
    public async Task ServeAsync(WebSocket socket, ICallerFeature? caller, string? token)
    {
        var session = new RealtimeSession(socket, this, _services, Now);
        Interlocked.Increment(ref _count);
        _sessions[session] = 0;
        try
        {
            // It may have come after the others were told.
            if (_isDraining) SendAway(session);
            await session.RunAsync(caller, token);
        }
        finally
        {
            _sessions.TryRemove(session, out _);
            if (session.Caller is { } signedIn) Uncount(signedIn.UserId);
            if (Interlocked.Decrement(ref _count) == 0 && _isDraining) _empty.TrySetResult();
        }
    }

    /// <summary>Counts one more socket of a user; false when that would be too many.</summary>
    public bool TryCount(string userId)
    {
        lock (_socketsByUser)
        {
            var sockets = _socketsByUser.GetValueOrDefault(userId);
            if (sockets >= _services.Options.MaxSocketsPerUser) return false;
            _socketsByUser[userId] = sockets + 1;
            return true;
        }
    }

    /// <summary>Counts a client that read too slowly.</summary>
    public static void CountDropped() => Dropped.Add(1);

    /// <inheritdoc />
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        _isDraining = true;
        foreach (var session in _sessions.Keys) SendAway(session);
        if (Count == 0) return;
        // The sweeper cuts off whoever does not go.
        var patience = _services.Options.CloseTimeout + (2 * SweepInterval);
        await _empty.Task.WaitAsync(patience, _services.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var session in _sessions.Keys) session.Abort();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SweepInterval, _services.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = Now;
            foreach (var (session, _) in _sessions) session.CheckDeadline(now);
            await _services.Feeds.MaintainAsync(stoppingToken);
        }
    }

    private void SendAway(RealtimeSession session)
    {
        var spread = (int)_services.Options.ReconnectSpread.TotalMilliseconds;
        session.Send(ServerMessage.Reconnect(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(spread + 1))));
        _ = session.CloseAsync(CloseCode.GoingAway, "going away");
    }

    private void Uncount(string userId)
    {
        lock (_socketsByUser)
        {
            if (--_socketsByUser[userId] == 0) _socketsByUser.Remove(userId);
        }
    }
}
