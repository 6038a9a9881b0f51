using System.Buffers.Binary;

namespace LocalDapr.Http2;

/// <summary>The types of frames (RFC 9113, section 6).</summary>
internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    ResetStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

/// <summary>The flags of frames; what a bit means depends on the type.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,

    /// <summary>Of data and headers: nothing follows on the stream.</summary>
    EndStream = 0x1,

    /// <summary>Of settings and pings: answers those of the peer.</summary>
    Acknowledge = EndStream,

    /// <summary>Of headers and their continuations: these are all.</summary>
    EndHeaders = 0x4,

    /// <summary>Of data and headers: there is padding.</summary>
    Padded = 0x8,

    /// <summary>Of headers: there is a priority.</summary>
    Priority = 0x20,
}

/// <summary>A frame of HTTP/2.</summary>
/// <param name="type">Its type.</param>
/// <param name="flags">Its flags.</param>
/// <param name="stream">Its stream; 0 for the connection.</param>
/// <param name="payload">What it carries.</param>
internal readonly ref struct Frame(FrameType type, FrameFlags flags, int stream, ReadOnlySpan<byte> payload)
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderLength = 9;

    /// <summary>Longest payload that a peer may send unless it was told another.</summary>
    public const int DefaultMaxPayload = 16 * 1024;

    /// <summary>Where the flags are in a frame.</summary>
    public const int FlagsOffset = 4;

    /// <summary>What a client sends first on a connection (RFC 9113, section 3.4).</summary>
    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    public FrameType Type { get; } = type;

    public FrameFlags Flags { get; } = flags;

    public int Stream { get; } = stream;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>Whether it has a flag.</summary>
    public bool Has(FrameFlags flag) => (Flags & flag) != FrameFlags.None;

    /// <summary>The payload as a number of 32 bits.</summary>
    /// <exception cref="HttpProtocolException">It has another length.</exception>
    public int ReadNumber() =>
        Payload.Length == sizeof(int) ? BinaryPrimitives.ReadInt32BigEndian(Payload) : throw ErrorCode.FrameSizeError.With($"{Type} has another length");

    /// <summary>The payload of data or headers without what only makes it longer (section 6.1).</summary>
    /// <exception cref="HttpProtocolException">The padding is longer than the frame.</exception>
    public ReadOnlySpan<byte> WithoutPadding()
    {
        if (!Has(FrameFlags.Padded))
            return Payload;
        return !Payload.IsEmpty && Payload.Length > Payload[0] ? Payload[1..^Payload[0]] : throw ErrorCode.ProtocolError.With("the padding is longer than the frame");
    }

    /// <summary>Takes the first frame off some bytes; false where it is not whole.</summary>
    /// <exception cref="HttpProtocolException">It is longer than <see cref="DefaultMaxPayload"/>.</exception>
    public static bool TryTake(ref ReadOnlySpan<byte> bytes, out Frame frame)
    {
        frame = default;
        if (bytes.Length < HeaderLength)
            return false;
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes) >>> 8;
        if (length > DefaultMaxPayload)
            throw ErrorCode.FrameSizeError.With($"a frame has {length} bytes");
        if (bytes.Length < HeaderLength + length)
            return false;
        frame = new(
            (FrameType)bytes[3],
            (FrameFlags)bytes[FlagsOffset],
            BinaryPrimitives.ReadInt32BigEndian(bytes[5..]) & int.MaxValue,
            bytes.Slice(HeaderLength, length));
        bytes = bytes[(HeaderLength + length)..];
        return true;
    }
}
