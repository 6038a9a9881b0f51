using System.Buffers.Binary;
using System.Net.Sockets;
using Platform.Testing;

namespace LocalDapr.Http2.Tests.Scripted;

/// <summary>A frame that the client sent.</summary>
internal sealed record ReceivedFrame(FrameType Type, FrameFlags Flags, int Stream, byte[] Payload)
{
    public bool Has(FrameFlags flag) => Flags.HasFlag(flag);

    /// <summary>The number in the payload: the code of a reset, or how much a window grows.</summary>
    public int Number => BinaryPrimitives.ReadInt32BigEndian(Payload.AsSpan(Payload.Length - sizeof(int)));
}

/// <summary>The server's side of a connection.</summary>
internal sealed class ScriptedConnection(Socket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _filled;

    /// <summary>Sends bytes at once.</summary>
    public async Task SendAsync(params byte[][] frames) => await socket.SendAsync(frames.SelectMany(frame => frame).ToArray()).WaitAsync(Eventually.Patience);

    /// <summary>Says that nothing follows.</summary>
    public void Close() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads what comes before everything: the preface, the settings and the window of the connection.</summary>
    public async Task ReadPrefaceAsync()
    {
        while (_filled < Frame.Preface.Length)
            (await FillAsync()).ShouldBeTrue();
        _buffer.AsSpan(0, Frame.Preface.Length).SequenceEqual(Frame.Preface).ShouldBeTrue();
        Drop(Frame.Preface.Length);
        var settings = (await ReadAsync()).ShouldNotBeNull();
        (settings.Type, settings.Flags, settings.Stream).ShouldBe((FrameType.Settings, FrameFlags.None, 0));
        (await ReadAsync()).ShouldNotBeNull().Type.ShouldBe(FrameType.WindowUpdate);
    }

    /// <summary>The next frame; null when the client has closed the connection.</summary>
    public async Task<ReceivedFrame?> ReadAsync()
    {
        while (true)
        {
            if (TryTake() is { } frame)
                return frame;
            if (!await FillAsync())
                return null;
        }
    }

    /// <summary>The next frame of a type.</summary>
    public async Task<ReceivedFrame> ReadAsync(FrameType type)
    {
        while (true)
        {
            if ((await ReadAsync()).ShouldNotBeNull($"the client closed the connection before {type}") is var frame && frame.Type == type)
                return frame;
        }
    }

    /// <summary>The frames until something holds, without what is about the connection only.</summary>
    public async Task<List<ReceivedFrame>> ReadUntilAsync(Func<ReceivedFrame, bool> isLast)
    {
        var frames = new List<ReceivedFrame>();
        while (frames.Count == 0 || !isLast(frames[^1]))
        {
            if ((await ReadAsync()).ShouldNotBeNull() is { Stream: > 0 } frame)
                frames.Add(frame);
        }

        return frames;
    }

    public void Dispose() => socket.Dispose();

    private async Task<bool> FillAsync()
    {
        try
        {
            var count = await socket.ReceiveAsync(_buffer.AsMemory(_filled)).AsTask().WaitAsync(Eventually.Patience);
            _filled += count;
            return count > 0;
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionReset)
        {
            // It closed without reading all that was sent.
            return false;
        }
    }

    private ReceivedFrame? TryTake()
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, _filled);
        if (!Frame.TryTake(ref bytes, out var frame))
            return null;
        var received = new ReceivedFrame(frame.Type, frame.Flags, frame.Stream, frame.Payload.ToArray());
        Drop(_filled - bytes.Length);
        return received;
    }

    private void Drop(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }
}
