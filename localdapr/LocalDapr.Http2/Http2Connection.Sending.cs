using System.Net.Sockets;

namespace LocalDapr.Http2;

/// <content>
/// What is sent is gathered while the socket is busy, or until the thread pool gets to it: under load many requests go with one system call, and reach a server that
/// reads them with one.
/// </content>
internal sealed partial class Http2Connection : IThreadPoolWorkItem
{
    private FrameBuffer _outgoing = new();
    private FrameBuffer _sending = new();
    private TaskCompletionSource? _room;
    private int _batch;
    private bool _isSending;
    private long _sendWindow = DefaultWindow;
    private int _initialWindow = DefaultWindow;
    private int _maxPayload = Frame.DefaultMaxPayload;

    /// <summary>Lets the beginning of a stream leave.</summary>
    public void Start(Http2Stream stream)
    {
        lock (_gate)
        {
            stream.State.IsStarting = false;
            Flush();
        }
    }

    /// <summary>Writes a part of a request's body, as much as the server takes.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="bytes">The part.</param>
    /// <param name="room">Completes when the server may take more.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="IOException">The stream has ended.</exception>
    public int Write(Http2Stream stream, ReadOnlySpan<byte> bytes, out Task room)
    {
        var state = stream.State;
        lock (_gate)
        {
            if (state.IsRequestEnded || !_streams.ContainsKey(state.Id))
                throw new IOException("The request has ended.");
            var count = (int)Math.Clamp(Math.Min(_sendWindow, state.SendWindow), 0, bytes.Length);
            for (var rest = bytes[..count]; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, _maxPayload)..])
                state.LastFrame = (_batch, _outgoing.Write(FrameType.Data, FrameFlags.None, state.Id, rest[..Math.Min(rest.Length, _maxPayload)]));
            _sendWindow -= count;
            state.SendWindow -= count;

            // Who waits for room gets none before this has left.
            state.IsStarting &= count == bytes.Length;
            room = count == bytes.Length ? Task.CompletedTask : (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            if (!state.IsStarting)
                Flush();
            return count;
        }
    }

    /// <summary>Says that a request is whole: by its last frame where that has not left.</summary>
    public void EndRequest(Http2Stream stream)
    {
        var state = stream.State;
        lock (_gate)
        {
            if (state.IsRequestEnded)
                return;
            if (state.LastFrame.Batch == _batch)
                _outgoing.Flag(state.LastFrame.Start, FrameFlags.EndStream);
            else
                _outgoing.Write(FrameType.Data, FrameFlags.EndStream, state.Id, []);
            state.IsRequestEnded = true;
            RemoveIfDone(stream);
            if (!state.IsStarting)
                Flush();
        }
    }

    /// <summary>Lets the server send more of an answer.</summary>
    public void Credit(Http2Stream stream, int count)
    {
        lock (_gate)
        {
            if (stream.State.IsResponseEnded)
                return;
            stream.State.ReceiveWindow += count;
            _outgoing.Write(FrameType.WindowUpdate, stream.State.Id, count);
            Flush();
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = SendAsync();

    private async Task SendAsync()
    {
        try
        {
            while (TryTakeOutgoing())
            {
                for (var rest = _sending.Written; !rest.IsEmpty;)
                    rest = rest[await _socket.SendAsync(rest)..];
                _sending.Clear();
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            Fail(new HttpIOException(HttpRequestError.ResponseEnded, "The connection broke.", failure));
        }
    }

    private bool TryTakeOutgoing()
    {
        lock (_gate)
        {
            _isSending = !_outgoing.IsEmpty;
            if (_isSending)
            {
                (_outgoing, _sending) = (_sending, _outgoing);
                _batch++;
            }
            else if (_isLeaving)
            {
                Close();
            }

            return _isSending;
        }
    }

    // Under the lock.
    private void Flush()
    {
        if (_isSending || _outgoing.IsEmpty)
            return;
        _isSending = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    // Under the lock: those who wait for room look again.
    private void GrowRoom()
    {
        _room?.TrySetResult();
        _room = null;
    }
}
