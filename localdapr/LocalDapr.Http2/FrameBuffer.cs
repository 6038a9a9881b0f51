using System.Buffers.Binary;

namespace LocalDapr.Http2;

/// <summary>Frames on their way to the socket.</summary>
internal sealed class FrameBuffer
{
    private const int InitialLength = 4 * 1024;
    private const int MostKept = 256 * 1024;

    private byte[] _bytes = new byte[InitialLength];
    private int _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public bool IsEmpty => _length == 0;

    /// <summary>Adds bytes as they are.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Adds a frame.</summary>
    /// <returns>Where it begins.</returns>
    public int Write(FrameType type, FrameFlags flags, int stream, ReadOnlySpan<byte> payload)
    {
        var start = _length;
        var header = Reserve(Frame.HeaderLength + payload.Length);
        BinaryPrimitives.WriteInt32BigEndian(header, (payload.Length << 8) | (byte)type);
        header[Frame.FlagsOffset] = (byte)flags;
        BinaryPrimitives.WriteInt32BigEndian(header[5..], stream);
        payload.CopyTo(header[Frame.HeaderLength..]);
        _length += Frame.HeaderLength + payload.Length;
        return start;
    }

    /// <summary>Adds a frame whose payload is a number of 32 bits.</summary>
    public void Write(FrameType type, int stream, int number)
    {
        Span<byte> payload = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        Write(type, FrameFlags.None, stream, payload);
    }

    /// <summary>Adds a block of header fields, in as many frames as it needs.</summary>
    /// <returns>Where the first of them begins.</returns>
    public int WriteHeaders(int stream, ReadOnlySpan<byte> block, int maxPayload)
    {
        var (start, type) = (_length, FrameType.Headers);
        do
        {
            var part = block[..Math.Min(block.Length, maxPayload)];
            block = block[part.Length..];
            Write(type, block.IsEmpty ? FrameFlags.EndHeaders : FrameFlags.None, stream, part);
            type = FrameType.Continuation;
        }
        while (!block.IsEmpty);

        return start;
    }

    /// <summary>Sets a flag of a frame that is here.</summary>
    public void Flag(int start, FrameFlags flag) => _bytes[start + Frame.FlagsOffset] |= (byte)flag;

    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > MostKept)
            _bytes = new byte[InitialLength];
    }

    private Span<byte> Reserve(int count)
    {
        if (_length + count > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_length + count, 2 * _bytes.Length));
        return _bytes.AsSpan(_length, count);
    }
}
