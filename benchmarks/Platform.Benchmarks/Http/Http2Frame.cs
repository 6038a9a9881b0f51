using System.Buffers;
using System.Buffers.Binary;

namespace Platform.Benchmarks.Http;

/// <summary>The types of frames that a client of small calls has to know (RFC 9113, section 6).</summary>
internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    ResetStream = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
}

/// <summary>A frame of HTTP/2.</summary>
/// <param name="type">Its type.</param>
/// <param name="flags">Its flags.</param>
/// <param name="stream">Its stream; 0 for the connection.</param>
/// <param name="payload">What it carries, at most 16 MiB.</param>
internal readonly ref struct Http2Frame(FrameType type, byte flags, int stream, ReadOnlySpan<byte> payload)
{
    /// <summary>Of settings and pings: answers those of the peer.</summary>
    public const byte Acknowledge = 0x1;

    /// <summary>Of data and headers: nothing follows on the stream.</summary>
    public const byte EndStream = 0x1;

    /// <summary>Of headers: these are all.</summary>
    public const byte EndHeaders = 0x4;

    private const int HeaderLength = 9;

    public FrameType Type { get; } = type;

    public int Stream { get; } = stream;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>Whether it has a flag.</summary>
    public bool Has(byte flag) => (flags & flag) != 0;

    public void WriteTo(IBufferWriter<byte> output)
    {
        var header = output.GetSpan(HeaderLength);
        BinaryPrimitives.WriteInt32BigEndian(header, (Payload.Length << 8) | (byte)Type);
        header[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(header[5..], Stream);
        output.Advance(HeaderLength);
        output.Write(Payload);
    }

    /// <summary>Takes the first frame off some bytes; false where it is not whole.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> bytes, out Http2Frame frame)
    {
        frame = default;
        if (bytes.Length < HeaderLength || BinaryPrimitives.ReadInt32BigEndian(bytes) >>> 8 is var length && bytes.Length < HeaderLength + length)
        {
            return false;
        }

        frame = new((FrameType)bytes[3], bytes[4], BinaryPrimitives.ReadInt32BigEndian(bytes[5..]) & int.MaxValue, bytes.Slice(HeaderLength, length));
        bytes = bytes[(HeaderLength + length)..];
        return true;
    }
}
