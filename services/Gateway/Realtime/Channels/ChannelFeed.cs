using Platform.Messaging.Realtime;
using Platform.Realtime.V1;

namespace Platform.Gateway.Realtime.Channels;

/// <summary>
/// One channel on this replica: where it is in the channel's log, and who listens. All listeners are told the same at the same time, in the order of
/// the log and without gaps: what comes twice is dropped, and what is missing is read from the log, or told as a reset.
/// </summary>
internal sealed class ChannelFeed(string channel)
{
    private readonly Lock _lock = new();
    private readonly HashSet<IListener> _listeners = [];
    private readonly string _name = OwnChannel.PublicNameOf(channel);
    private readonly List<(ChannelPosition Position, ReadOnlyMemory<byte> Message)> _sentMeanwhile = [];
    private ChannelPosition? _position;
    private ChannelPosition _newest;
    private int _joining;
    private bool _isOver;

    public string Channel => channel;

    /// <summary>Whether the place in the log is known.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock) return _position is not null;
        }
    }

    /// <summary>Whether there are events in the log that the listeners were not told.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_lock) return _position is { } at && _newest > at;
        }
    }

    /// <summary>Announces a listener, before the log is read for it. False when the feed is over.</summary>
    public bool TryBeginJoin()
    {
        lock (_lock)
        {
            if (_isOver) return false;
            _joining++;
            return true;
        }
    }

    /// <summary>Adds a listener.</summary>
    /// <param name="listener">The listener.</param>
    /// <param name="id">The id of its request.</param>
    /// <param name="lastEventId">What it has already; null for a listener that begins.</param>
    /// <param name="log">The log, read since <see cref="TryBeginJoin"/>. May be null for a listener that begins on an open feed.</param>
    public void Join(IListener listener, string? id, string? lastEventId, ChannelLog? log)
    {
        lock (_lock)
        {
            if (log is not null) Advance(log);
            var at = _position!.Value;
            var missed = lastEventId is null || log is null ? [] : ChannelPosition.TryParse(lastEventId, out var last) ? log.After(last) : null;
            listener.Send(ServerMessage.Subscribed(id, _name, missed is null || lastEventId is null ? at.ToString() : lastEventId));
            if (missed is null)
            {
                listener.Send(ServerMessage.Reset(_name, at));
            }
            else if (lastEventId is not null)
            {
                foreach (var each in missed.Where(each => each.Type != RealtimeEvent.RevokedType)) listener.Send(ToMessage(log!.Epoch, each));
                // What the others were told while the log was read.
                foreach (var (position, message) in _sentMeanwhile)
                {
                    if (position > log!.Position) listener.Send(message);
                }
            }
            _listeners.Add(listener);
        }
    }

    /// <summary>Ends what <see cref="TryBeginJoin"/> began. True when nobody is left.</summary>
    public bool EndJoin()
    {
        lock (_lock)
        {
            if (--_joining == 0) _sentMeanwhile.Clear();
            return CheckOver();
        }
    }

    /// <summary>Takes a listener out. True when nobody is left: the feed is over.</summary>
    public bool Leave(IListener listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
            return CheckOver();
        }
    }

    /// <summary>Takes an event that was published. False when there are others before it, which must be read from the log.</summary>
    public bool TryTake(ChannelEvent published)
    {
        var position = new ChannelPosition(published.Epoch, published.Sequence);
        lock (_lock)
        {
            if (position > _newest) _newest = position;
            if (_position is not { } at || position <= at) return true;
            if (position != at.Next) return false;
            Tell(position, published.Type, published.Time.ToDateTimeOffset(), published.Data);
            return true;
        }
    }

    /// <summary>Tells the listeners what they have not been told of the log.</summary>
    public void CatchUp(ChannelLog log)
    {
        lock (_lock) Advance(log);
    }

    private void Advance(ChannelLog log)
    {
        if (_position is not { } at)
        {
            _position = log.Position;
            return;
        }
        if (log.Position <= at) return;
        if (log.After(at) is { } missed)
        {
            foreach (var each in missed) Tell(new ChannelPosition(log.Epoch, each.Sequence), each.Type, each.Time, each.Data);
        }
        else
        {
            Send(log.Position, ServerMessage.Reset(_name, log.Position));
        }
    }

    private void Tell(ChannelPosition position, string type, DateTimeOffset time, string data)
    {
        if (type != RealtimeEvent.RevokedType)
        {
            Send(position, ServerMessage.Event(_name, position, type, time, data));
            return;
        }
        _position = position;
        var user = RealtimeEvent.RevokedUser(data);
        foreach (var listener in _listeners.Where(listener => listener.UserId == user).ToList())
        {
            listener.Send(ServerMessage.Unsubscribed(id: null, _name, RealtimeError.ChannelForbidden.Code));
            _listeners.Remove(listener);
        }
    }

    private void Send(ChannelPosition position, ReadOnlyMemory<byte> message)
    {
        _position = position;
        foreach (var listener in _listeners) listener.Send(message);
        if (_joining > 0) _sentMeanwhile.Add((position, message));
    }

    private bool CheckOver() => _isOver |= _listeners.Count == 0 && _joining == 0;

    private ReadOnlyMemory<byte> ToMessage(string epoch, LoggedEvent each) =>
        ServerMessage.Event(_name, new ChannelPosition(epoch, each.Sequence), each.Type, each.Time, each.Data);
}
