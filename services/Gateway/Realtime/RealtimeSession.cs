using System.Buffers;
using System.Net.WebSockets;
using Platform.Gateway.Access;
using Platform.Gateway.Realtime.Channels;

namespace Platform.Gateway.Realtime;

/// <summary>One socket, from its first message to its end. Messages of the client are handled one after the other.</summary>
internal sealed class RealtimeSession : IListener
{
    private readonly WebSocket _socket;
    private readonly RealtimeHub _hub;
    private readonly RealtimeOptions _options;
    private readonly Outbox _outbox;
    private readonly ClientRequests _requests;
    private long _deadline;

    /// <param name="socket">The socket.</param>
    /// <param name="hub">Where the session is counted.</param>
    /// <param name="services">What it needs.</param>
    /// <param name="now">The time.</param>
    public RealtimeSession(WebSocket socket, RealtimeHub hub, RealtimeServices services, DateTimeOffset now)
    {
        (_socket, _hub, _options) = (socket, hub, services.Options);
        _outbox = new Outbox(socket, services.Options.MaxQueuedBytes);
        _requests = new ClientRequests(this, services);
        SetDeadline(now + services.Options.AuthenticationTimeout);
    }

    /// <summary>Who the client is; null until it has said so.</summary>
    public ICallerFeature? Caller { get; private set; }

    /// <inheritdoc />
    public string UserId => Caller?.UserId ?? "";

    /// <summary>Serves the client until the connection is closed.</summary>
    /// <param name="caller">Who the client is, when it has said so with its request.</param>
    /// <param name="token">The access token that came with the request; null for none.</param>
    public async Task RunAsync(ICallerFeature? caller, string? token)
    {
        try
        {
            if (caller is not null) TrySignIn(caller);
            Send(ServerMessage.Hello(_options, Caller?.ExpireTime));
            if (token is not null) await _requests.AuthenticateAsync(id: null, token);
            token = null;
            while (await ReceiveAsync())
            {
            }
            await CloseAsync(CloseCode.Normal, "");
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection broke, or was cut off.
        }
        finally
        {
            _requests.LeaveAll();
        }
    }

    /// <inheritdoc />
    public void Send(ReadOnlyMemory<byte> message)
    {
        if (_outbox.TrySend(message)) return;
        RealtimeHub.CountDropped();
        _ = CloseAsync(CloseCode.TryAgainLater, "too slow", dropsWaiting: true);
    }

    /// <summary>Begins to close the connection. Completes when the close frame is sent.</summary>
    public Task CloseAsync(WebSocketCloseStatus status, string reason, bool dropsWaiting = false)
    {
        if (!_outbox.IsClosing) SetDeadline(_hub.Now + _options.CloseTimeout);
        return _outbox.CloseAsync(status, reason, dropsWaiting);
    }

    /// <summary>Believes that the client is a user; false, and closing, when it was another one or the user has too many sockets.</summary>
    public bool TrySignIn(ICallerFeature caller)
    {
        var isSame = Caller?.UserId == caller.UserId;
        if (Caller is not null && !isSame) _ = CloseAsync(CloseCode.Unauthenticated, "another user");
        else if (!isSame && !_hub.TryCount(caller.UserId)) _ = CloseAsync(CloseCode.TooManySockets, "too many sockets");
        else
        {
            Caller = caller;
            if (!_outbox.IsClosing) SetDeadline(caller.ExpireTime);
            return true;
        }
        return false;
    }

    /// <summary>Enforces what has a time: signing in, the end of a token, the end of closing.</summary>
    public void CheckDeadline(DateTimeOffset now)
    {
        if (now.UtcTicks < Volatile.Read(ref _deadline)) return;
        if (_outbox.IsClosing) _socket.Abort();
        else _ = CloseAsync(CloseCode.Unauthenticated, Caller is null ? "no access token" : "access token expired");
    }

    /// <summary>Cuts the connection off.</summary>
    public void Abort() => _socket.Abort();

    private void SetDeadline(DateTimeOffset time) => Volatile.Write(ref _deadline, time.UtcTicks);

    // Waits without a buffer, for most of the many sockets are idle. False when the client has closed.
    private async ValueTask<bool> ReceiveAsync()
    {
        var received = await _socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
        if (received.MessageType == WebSocketMessageType.Close) return false;
        var buffer = ArrayPool<byte>.Shared.Rent(_options.MaxMessageSize);
        try
        {
            var length = 0;
            while (!received.EndOfMessage)
            {
                if (length == _options.MaxMessageSize)
                {
                    _ = CloseAsync(CloseCode.TooBig, $"over {_options.MaxMessageSize} bytes", dropsWaiting: true);
                    length = 0;
                }
                received = await _socket.ReceiveAsync(buffer.AsMemory(length, _options.MaxMessageSize - length), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close) return false;
                length += received.Count;
            }
            if (received.MessageType == WebSocketMessageType.Binary) _ = CloseAsync(CloseCode.Unsupported, "text only");
            // What comes while the server closes is read, for the close frame is behind it, and not looked at.
            if (!_outbox.IsClosing) await _requests.HandleAsync(buffer.AsMemory(0, length));
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
