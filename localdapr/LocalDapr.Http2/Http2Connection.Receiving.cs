using System.Net.Sockets;

namespace LocalDapr.Http2;

/// <content>What is received. Those who wait for it are woken after all that came with it, so that a short answer is there as a whole.</content>
internal sealed partial class Http2Connection
{
    private const int BufferLength = 64 * 1024;

    // Each stream has its limit; the connection as a whole needs none.
    private const int ConnectionWindow = 64 * 1024 * 1024;

    private const int PingLength = 8;

    private readonly List<Http2Stream> _touched = [];
    private readonly HeaderBlock _headers;
    private int _uncredited;
    private bool _isIntroduced;

    private async Task ReceiveAsync()
    {
        var buffer = new byte[BufferLength];
        var filled = 0;
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(filled)) is > 0 and var count)
            {
                filled += count;
                var left = Take(buffer.AsSpan(0, filled));
                buffer.AsSpan(filled - left, left).CopyTo(buffer);
                filled = left;
                Publish();
            }

            Fail(new HttpIOException(HttpRequestError.ResponseEnded, "The server closed the connection."));
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            Fail(new HttpIOException(HttpRequestError.ResponseEnded, "The connection broke.", failure));
        }
        catch (HttpProtocolException failure)
        {
            // What ended before it is whole, and no stream any more.
            Publish();
            Leave(failure);
        }
        catch (Exception failure)
        {
            // A defect of this client; nobody is to wait for ever because of it.
            Publish();
            Fail(new HttpIOException(HttpRequestError.Unknown, "The connection failed.", failure));
        }
    }

    // Says how many bytes of a frame that is not whole are left.
    private int Take(ReadOnlySpan<byte> bytes)
    {
        while (Frame.TryTake(ref bytes, out var frame))
        {
            if (!_headers.Allows(frame))
                throw ErrorCode.ProtocolError.With("a block of headers is not continued, or another is");
            Take(frame);
        }

        return bytes.Length;
    }

    private void Take(Frame frame)
    {
        if (!_isIntroduced && frame.Type != FrameType.Settings)
            throw ErrorCode.ProtocolError.With("the server does not begin with its settings");
        _isIntroduced = true;
        if (frame.Stream != 0 && frame.Type is (FrameType.Settings or FrameType.Ping or FrameType.GoAway))
            throw ErrorCode.ProtocolError.With($"{frame.Type} is no matter of a stream");
        switch (frame.Type)
        {
            case FrameType.Data:
                TakeData(frame);
                break;
            case FrameType.Headers or FrameType.Continuation:
                if (_headers.Take(frame))
                    TakeHeaders();
                break;
            case FrameType.ResetStream:
                TakeReset(frame.Stream, (ErrorCode)frame.ReadNumber());
                break;
            case FrameType.WindowUpdate:
                TakeRoom(frame.Stream, frame.ReadNumber() & int.MaxValue);
                break;
            case FrameType.Settings when !frame.Has(FrameFlags.Acknowledge):
                TakeSettings(frame.Payload);
                break;
            case FrameType.Ping when !frame.Has(FrameFlags.Acknowledge):
                Answer(FrameType.Ping, frame.Payload.Length == PingLength ? frame.Payload : throw ErrorCode.FrameSizeError.With("a ping has another length"));
                break;
            case FrameType.GoAway:
                TakeGoAway(frame.Payload);
                break;
            case FrameType.PushPromise:
                throw ErrorCode.ProtocolError.With("the server pushes");
        }
    }

    private void TakeData(Frame frame)
    {
        var isLast = frame.Has(FrameFlags.EndStream);
        var data = frame.WithoutPadding();
        Http2Stream? stream;
        lock (_gate)
        {
            CreditConnection(frame.Payload.Length);
            stream = FindAnswered(frame.Stream);
            if (stream is null)
                return;
            if ((stream.State.ReceiveWindow -= frame.Payload.Length) < 0)
                throw ErrorCode.FlowControlError.With("an answer is longer than it may be");
        }

        if (data.Length < frame.Payload.Length)
            Credit(stream, frame.Payload.Length - data.Length);
        try
        {
            stream.TakeData(data, isLast);
        }
        catch (HttpProtocolException failure)
        {
            Refuse(stream, failure);
            return;
        }

        Touch(stream, isLast);
    }

    private void TakeHeaders()
    {
        Http2Stream? stream;
        lock (_gate)
        {
            stream = FindAnswered(_headers.Stream);
        }

        if (stream is null)
            return;
        try
        {
            stream.TakeHeaders(_headers.Bytes, _headers.IsLast, _options.MaxHeaderListBytes);
        }
        catch (HttpProtocolException failure) when (failure.ErrorCode != (long)ErrorCode.CompressionError)
        {
            Refuse(stream, failure);
            return;
        }

        Touch(stream, _headers.IsLast);
    }

    // An answer that is malformed ends its stream only.
    private void Refuse(Http2Stream stream, HttpProtocolException failure)
    {
        if (Reset(stream, (ErrorCode)failure.ErrorCode))
            stream.Fail(failure);
    }

    private void Touch(Http2Stream stream, bool isLast)
    {
        if (isLast)
        {
            lock (_gate)
            {
                stream.State.IsResponseEnded = true;
                RemoveIfDone(stream);
            }
        }

        if (!stream.State.IsTouched)
        {
            stream.State.IsTouched = true;
            _touched.Add(stream);
        }
    }

    private void Publish()
    {
        foreach (var stream in _touched)
        {
            stream.State.IsTouched = false;
            stream.Publish();
        }

        _touched.Clear();
    }

    // A stream that has ended is none any more; one that has not begun is an error (section 5.1). Under the lock.
    private Http2Stream? FindOpen(int id)
    {
        if (id == 0 || id >= _nextStream || id % 2 == 0)
            throw ErrorCode.ProtocolError.With($"there is no stream {id}");
        return _streams.GetValueOrDefault(id);
    }

    private Http2Stream? FindAnswered(int id) => FindOpen(id) is { State.IsResponseEnded: false } stream ? stream : null;

    // Under the lock.
    private void CreditConnection(int count)
    {
        _uncredited += count;
        if (_uncredited < ConnectionWindow / 2)
            return;
        _outgoing.Write(FrameType.WindowUpdate, stream: 0, _uncredited);
        _uncredited = 0;
        Flush();
    }
}
