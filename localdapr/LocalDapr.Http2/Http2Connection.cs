using System.Net;
using System.Net.Sockets;

namespace LocalDapr.Http2;

/// <summary>A connection and the streams on it (RFC 9113).</summary>
internal sealed partial class Http2Connection : IDisposable
{
    // What a server may be taken to allow until it says (section 6.5.2).
    private const int DefaultMaxStreams = 100;
    private const int DefaultWindow = 65_535;

    private readonly Socket _socket;
    private readonly Http2HandlerOptions _options;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Http2Stream> _streams = [];
    private readonly TaskCompletionSource _settings = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _nextStream = 1;
    private int _maxStreams = DefaultMaxStreams;
    private long _idleSince;
    private bool _isClosed;
    private bool _isLeaving;

    private Http2Connection(Socket socket, Http2HandlerOptions options)
    {
        (_socket, _options, _headers) = (socket, options, new HeaderBlock(options.MaxHeaderListBytes));
        _idleSince = options.TimeProvider.GetTimestamp();
    }

    /// <summary>Whether it takes no more streams.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Connects, and waits for the server's settings: more requests at once than it allows would be refused.</summary>
    /// <exception cref="HttpRequestException">There is no connection.</exception>
    public static async Task<Http2Connection> ConnectAsync(EndPoint server, Http2HandlerOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            var connection = new Http2Connection(socket, options);
            connection.Introduce();
            _ = connection.ReceiveAsync();
            await connection._settings.Task.WaitAsync(cancellationToken);
            return connection;
        }
        catch (HttpProtocolException failure)
        {
            throw new HttpRequestException(failure.HttpRequestError, failure.Message, failure);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException or HttpIOException)
        {
            socket.Dispose();
            throw new HttpRequestException(
                HttpRequestError.ConnectionError,
                $"{server} takes no connection.",
                failure is OperationCanceledException ? new SocketException((int)SocketError.TimedOut) : failure);
        }
    }

    /// <summary>Opens a stream with the headers of its request; false where there is no room. It is to be started when its beginning is written.</summary>
    public bool TryOpen(Http2Stream stream, ReadOnlySpan<byte> headers)
    {
        lock (_gate)
        {
            // A server that allows none has to refuse one: more connections would not help.
            if (_isClosed || _streams.Count >= Math.Max(_maxStreams, 1))
                return false;
            if (_streams.Count == 0 && _options.TimeProvider.GetElapsedTime(_idleSince) > _options.IdleTimeout)
            {
                Close();
                return false;
            }

            stream.Connection = this;
            stream.State.Id = _nextStream;
            stream.State.SendWindow = _initialWindow;
            stream.State.LastFrame = (_batch, _outgoing.WriteHeaders(_nextStream, headers, _maxPayload));
            _streams.Add(_nextStream, stream);
            // Numbers are not used twice.
            _isClosed = _nextStream >= int.MaxValue - 2;
            _nextStream += 2;
            return true;
        }
    }

    /// <summary>Ends a stream before its time; false if it has ended.</summary>
    public bool Reset(Http2Stream stream, ErrorCode code)
    {
        lock (_gate)
        {
            if (!_streams.ContainsKey(stream.State.Id))
                return false;
            _outgoing.Write(FrameType.ResetStream, stream.State.Id, (int)code);
            End(stream);
            Flush();
            return true;
        }
    }

    public void Dispose() => Fail(new HttpIOException(HttpRequestError.Unknown, "The handler was disposed of."));

    // The connection is gone.
    private void Fail(HttpIOException failure)
    {
        lock (_gate)
        {
            Close();
        }

        FailStreams(failure);
    }

    private void FailStreams(HttpIOException failure)
    {
        Http2Stream[] streams;
        lock (_gate)
        {
            Volatile.Write(ref _isClosed, true);
            streams = [.. _streams.Values];
            _streams.Clear();
            GrowRoom();
        }

        _settings.TrySetException(failure);
        foreach (var stream in streams)
            stream.Fail(failure);
    }

    // Under the lock, as what follows.
    private void End(Http2Stream stream)
    {
        stream.State.IsRequestEnded = stream.State.IsResponseEnded = true;
        RemoveIfDone(stream);
        GrowRoom();
    }

    private void RemoveIfDone(Http2Stream stream)
    {
        if (!stream.State.IsDone || !_streams.Remove(stream.State.Id) || _streams.Count > 0)
            return;
        _idleSince = _options.TimeProvider.GetTimestamp();
        if (_isClosed)
            CloseWhenSent();
    }

    // What was written leaves first.
    private void CloseWhenSent()
    {
        _isLeaving = true;
        Flush();
        if (!_isSending)
            Close();
    }

    private void Close()
    {
        Volatile.Write(ref _isClosed, true);
        GrowRoom();
        _socket.Dispose();
    }
}
