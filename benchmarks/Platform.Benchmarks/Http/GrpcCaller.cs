using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using LocalDapr.Http2;

namespace Platform.Benchmarks.Http;

/// <summary>
/// Calls one unary gRPC method at as little cost as it can, so that what is measured is the server: one HTTP/2 connection on a raw socket that all callers share,
/// prepared frames, answers that are not decoded. What is in flight must fit into the 64 KiB that a server takes before it gives leave for more.
/// </summary>
internal sealed class GrpcCaller : IDisposable
{
    private const int BufferLength = 64 * 1024;
    private const int CreditStep = 16 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Call> _calls = [];
    private readonly PreparedHeaders _headers;
    private FrameBuffer _outgoing = new();
    private FrameBuffer _spare = new();
    private bool _isSending;
    private int _nextStream = 1;
    private int _uncredited;
    private Exception? _end;

    private GrpcCaller(PreparedHeaders headers) => _headers = headers;

    /// <summary>Connects.</summary>
    /// <param name="server">A sidecar.</param>
    /// <param name="appId">The app that it is to ask.</param>
    /// <param name="method">The method, such as <c>/package.Service/Method</c>.</param>
    public static async Task<GrpcCaller> ConnectAsync(IPEndPoint server, string appId, string method)
    {
        var caller = new GrpcCaller(new PreparedHeaders(
            (":path", method), (":authority", server.ToString()), ("content-type", "application/grpc"), ("te", "trailers"), ("dapr-app-id", appId)));
        await caller._socket.ConnectAsync(server);
        caller._outgoing.Write(Frame.Preface);
        caller._outgoing.Write(FrameType.Settings, FrameFlags.None, stream: 0, []);
        caller.Flush();
        _ = caller.ReceiveAsync();
        return caller;
    }

    /// <summary>A message with the prefix that gRPC gives it.</summary>
    public static byte[] Prepare(IMessage message)
    {
        byte[] prepared = [0, 0, 0, 0, 0, .. message.ToByteArray()];
        BinaryPrimitives.WriteInt32BigEndian(prepared.AsSpan(1), prepared.Length - 5);
        return prepared;
    }

    /// <summary>Calls once, and waits for the answer.</summary>
    /// <exception cref="InvalidDataException">The answer has no message, or the connection ended.</exception>
    public Task CallAsync(byte[] message)
    {
        var call = new Call();
        lock (_lock)
        {
            if (_end is not null) return Task.FromException(_end);

            _calls.Add(_nextStream, call);
            _outgoing.Write(FrameType.Headers, FrameFlags.EndHeaders, _nextStream, _headers.Next());
            _outgoing.Write(FrameType.Data, FrameFlags.EndStream, _nextStream, message);
            _nextStream += 2;
        }

        Flush();
        return call.Task;
    }

    public void Dispose() => _socket.Dispose();

    // Calls that come while others are on their way to the socket go there together.
    private void Flush()
    {
        lock (_lock)
        {
            if (_isSending) return;
            _isSending = true;
        }

        _ = SendAsync();
    }

    // A connection that fails to send fails to receive too, which tells the callers.
    private async Task SendAsync()
    {
        while (TakeOutgoing() is { } batch)
        {
            await _socket.SendAsync(batch.Written);
            batch.Clear();
        }
    }

    private FrameBuffer? TakeOutgoing()
    {
        lock (_lock)
        {
            _isSending = !_outgoing.IsEmpty;
            (_outgoing, _spare) = _isSending ? (_spare, _outgoing) : (_outgoing, _spare);
            return _isSending ? _spare : null;
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[BufferLength];
        var filled = 0;
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(filled)) is > 0 and var read)
            {
                filled += read;
                var left = Handle(buffer.AsSpan(0, filled));
                buffer.AsSpan(filled - left, left).CopyTo(buffer);
                filled = left;
                Flush();
            }

            End(new InvalidDataException("The server closed the connection."));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidDataException)
        {
            End(exception);
        }
    }

    // Says how many bytes of a frame that is not whole are left.
    private int Handle(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            while (Frame.TryTake(ref bytes, out var frame))
            {
                switch (frame.Type)
                {
                    case FrameType.Data or FrameType.Headers or FrameType.ResetStream:
                        Answer(frame);
                        break;
                    case FrameType.Settings or FrameType.Ping when !frame.Has(FrameFlags.Acknowledge):
                        _outgoing.Write(frame.Type, FrameFlags.Acknowledge, stream: 0, frame.Type == FrameType.Ping ? frame.Payload : []);
                        break;
                    case FrameType.GoAway:
                        throw new InvalidDataException($"The server ends the connection: {Convert.ToHexString(frame.Payload)}.");
                }
            }
        }

        return bytes.Length;
    }

    private void Answer(Frame frame)
    {
        if (frame.Type == FrameType.Data && (_uncredited += frame.Payload.Length) >= CreditStep)
        {
            _outgoing.Write(FrameType.WindowUpdate, stream: 0, _uncredited);
            _uncredited = 0;
        }

        if (_calls.TryGetValue(frame.Stream, out var call))
        {
            call.HasMessage |= frame.Type == FrameType.Data && frame.Payload.Length > 0;
            if (frame.Type == FrameType.ResetStream || frame.Has(FrameFlags.EndStream))
            {
                _calls.Remove(frame.Stream);
                call.Complete(isWhole: frame.Type != FrameType.ResetStream);
            }
        }
    }

    private void End(Exception exception)
    {
        lock (_lock)
        {
            _end = exception;
            foreach (var call in _calls.Values)
            {
                call.TrySetException(exception);
            }
        }
    }

    private sealed class Call() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public bool HasMessage { get; set; }

        // A call that fails has a status, but no message.
        public bool Complete(bool isWhole) => isWhole && HasMessage ? TrySetResult() : TrySetException(new InvalidDataException("The call failed."));
    }
}
