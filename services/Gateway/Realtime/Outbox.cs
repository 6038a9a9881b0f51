using System.Net.WebSockets;

namespace Platform.Gateway.Realtime;

/// <summary>
/// Sends messages to a socket, one after the other. Whoever hands one over never waits; while there is nothing to send there is no task and no buffer.
/// </summary>
internal sealed class Outbox(WebSocket socket, int maxBytes) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private Queue<ReadOnlyMemory<byte>>? _waiting;
    private int _waitingBytes;
    private bool _isSending;
    private TaskCompletionSource? _closed;
    private (WebSocketCloseStatus Status, string Reason) _closing;

    /// <summary>Whether nothing more is taken.</summary>
    public bool IsClosing => _closed is not null;

    /// <summary>Hands over a message. False when too much waits already: the client does not read as fast as it is told.</summary>
    public bool TrySend(ReadOnlyMemory<byte> message)
    {
        lock (_lock)
        {
            // Nobody will miss it: the client knows, or will know, that it has to come back.
            if (_closed is not null) return true;
            if (_waitingBytes > 0 && _waitingBytes + message.Length > maxBytes) return false;
            (_waiting ??= []).Enqueue(message);
            _waitingBytes += message.Length;
            if (_isSending) return true;
            _isSending = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <summary>Sends the close frame behind what waits, or instead of it. Completes when it is sent, or can't be any more.</summary>
    public Task CloseAsync(WebSocketCloseStatus status, string reason, bool dropsWaiting = false)
    {
        lock (_lock)
        {
            if (_closed is not null) return _closed.Task;
            _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _closing = (status, reason);
            if (dropsWaiting) _waiting?.Clear();
            if (_isSending) return _closed.Task;
            _isSending = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return _closed.Task;
    }

    async void IThreadPoolWorkItem.Execute() => await RunAsync();

    private async Task RunAsync()
    {
        try
        {
            bool isLast;
            while (Next(out var message, out isLast))
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                lock (_lock) _waitingBytes -= message.Length;
            }
            if (!isLast) return;
            await socket.CloseOutputAsync(_closing.Status, _closing.Reason, CancellationToken.None);
            _closed!.TrySetResult();
        }
#pragma warning disable CA1031 // Whatever it is, the connection is gone, and whoever receives from it finds out.
        catch (Exception)
#pragma warning restore CA1031
        {
            // A socket that was told no UTF-8 closes by itself: cut off now, its close frame would not reach the client.
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) socket.Abort();
            lock (_lock) _closed ??= new TaskCompletionSource();
            _closed.TrySetResult();
        }
    }

    // False when there is no message to send: for now, or for ever.
    private bool Next(out ReadOnlyMemory<byte> message, out bool isLast)
    {
        lock (_lock)
        {
            isLast = false;
            if (_waiting is not null && _waiting.TryDequeue(out message)) return true;
            // Idle sockets are many, so they keep no queue.
            _waiting = null;
            _isSending = isLast = _closed is not null;
            message = default;
            return false;
        }
    }
}
