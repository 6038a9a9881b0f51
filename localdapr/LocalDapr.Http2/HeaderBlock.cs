using System.Buffers;

namespace LocalDapr.Http2;

/// <summary>Gathers a block of header fields from its frames, which nothing comes between (RFC 9113, section 6.10).</summary>
/// <param name="maxBytes">Longest that is kept.</param>
internal sealed class HeaderBlock(int maxBytes)
{
    private const int PriorityLength = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private bool _isOpen;

    /// <summary>The stream that it belongs to.</summary>
    public int Stream { get; private set; }

    /// <summary>Whether nothing follows it on the stream.</summary>
    public bool IsLast { get; private set; }

    /// <summary>The block, once it is whole.</summary>
    /// <exception cref="HttpProtocolException">It was too long to be kept. No other depends on it.</exception>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenCount <= maxBytes ? _bytes.WrittenSpan : throw ErrorCode.ProtocolError.With("the header fields are too many");

    /// <summary>Whether a frame may be the next one of the connection.</summary>
    public bool Allows(Frame frame) => _isOpen
        ? frame.Type == FrameType.Continuation && frame.Stream == Stream
        : frame.Type != FrameType.Continuation;

    /// <summary>Takes headers or what continues them.</summary>
    /// <returns>Whether the block is whole.</returns>
    public bool Take(Frame frame)
    {
        var part = frame.Payload;
        if (!_isOpen)
        {
            (Stream, IsLast) = (frame.Stream, frame.Has(FrameFlags.EndStream));
            _bytes.ResetWrittenCount();
            part = frame.WithoutPadding();
            if (frame.Has(FrameFlags.Priority))
                part = part.Length >= PriorityLength ? part[PriorityLength..] : throw ErrorCode.FrameSizeError.With("a priority is too short");
        }

        if (_bytes.WrittenCount <= maxBytes)
            _bytes.Write(part);
        _isOpen = !frame.Has(FrameFlags.EndHeaders);
        return !_isOpen;
    }
}
