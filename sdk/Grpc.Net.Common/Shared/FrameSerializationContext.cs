using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Shared;

/// <summary>
/// Writes messages as frames. A marshaller that says the length first writes straight into the destination; one that does not, and
/// compression, go through a pooled buffer. Reusable for one message after the other.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Serialize disposes the buffer before it returns.")]
internal sealed class FrameSerializationContext : SerializationContext, IBufferWriter<byte>
{
    // The block size of the server's memory pool: up to here one piece of the destination takes the prefix and the message.
    private const int LargestWindow = 4096;

    private IBufferWriter<byte>? _destination;
    private PooledBufferWriter? _buffered;
    private ICompressionProvider? _compression;
    private int? _length;
    private Memory<byte> _window;
    private int _written;
    private bool _completed;

    /// <summary>The longest message that may be sent, in bytes, before compression; null allows all.</summary>
    public int? MaxLength { get; set; }

    /// <summary>The level of compression; null for the provider's own.</summary>
    public CompressionLevel? CompressionLevel { get; set; }

    /// <summary>Writes one message as a frame.</summary>
    /// <param name="message">The message.</param>
    /// <param name="serializer">Its marshaller's serializer.</param>
    /// <param name="destination">Takes the frame.</param>
    /// <param name="compression">Compresses the message; null leaves it as it is.</param>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED when the message is over <see cref="MaxLength"/>.</exception>
    public void Serialize<T>(
        T message,
        Action<T, SerializationContext> serializer,
        IBufferWriter<byte> destination,
        ICompressionProvider? compression)
    {
        _destination = destination;
        _compression = compression;
        _length = null;
        _completed = false;
        try
        {
            serializer(message, this);
            if (!_completed)
            {
                throw new InvalidOperationException("The serializer did not complete the message.");
            }
        }
        finally
        {
            _destination = null;
            _window = default;
            _buffered?.Dispose();
            _buffered = null;
        }
    }

    /// <inheritdoc />
    public override void SetPayloadLength(int payloadLength)
    {
        CheckLength(payloadLength);
        _length = payloadLength;
    }

    /// <inheritdoc />
    public override IBufferWriter<byte> GetBufferWriter()
    {
        var destination = Destination;
        if (_buffered is not null)
        {
            return _buffered;
        }

        if (_length is not { } length || _compression is not null)
        {
            return _buffered = new PooledBufferWriter(_length ?? 0);
        }

        var frameLength = GrpcProtocol.FramePrefixLength + length;
        if (frameLength >= LargestWindow)
        {
            Frame.WritePrefix(destination, compressed: false, length);
            return destination;
        }

        // One byte more than the frame: a buffer writer must never hand out nothing, not even to one who has nothing left to write.
        _window = destination.GetMemory(frameLength + 1)[..(frameLength + 1)];
        Frame.WritePrefix(_window.Span, compressed: false, length);
        _written = GrpcProtocol.FramePrefixLength;
        return this;
    }

    /// <inheritdoc />
    public override void Complete(byte[] payload)
    {
        WriteFrame(payload);
        _completed = true;
    }

    /// <inheritdoc />
    public override void Complete()
    {
        if (_buffered is not null)
        {
            WriteFrame(_buffered.WrittenSpan);
        }
        else if (!_window.IsEmpty)
        {
            if (_written != FrameLength)
            {
                throw WrongLength();
            }

            Destination.Advance(_written);
        }

        _completed = true;
    }

    private int FrameLength => _window.Length - 1;

    void IBufferWriter<byte>.Advance(int count) => _written += count <= FrameLength - _written ? count : throw WrongLength();

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => Rest(sizeHint);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => Rest(sizeHint).Span;

    private Memory<byte> Rest(int sizeHint)
    {
        var rest = _window[_written..];
        return rest.Length >= Math.Max(sizeHint, 1) ? rest : throw WrongLength();
    }

    private static InvalidOperationException WrongLength() => new("The serializer writes another length than it said.");

    private IBufferWriter<byte> Destination =>
        _destination ?? throw new InvalidOperationException("The message is serialized already.");

    private void WriteFrame(ReadOnlySpan<byte> message)
    {
        CheckLength(message.Length);
        if (_compression is null)
        {
            WriteFrame(message, compressed: false);
            return;
        }

        // What does not get smaller is sent as it is, so that compression never takes a message over the peer's limit.
        using var compressed = MessageCompression.Compress(_compression, CompressionLevel, message);
        var shrinks = compressed.WrittenCount < message.Length;
        WriteFrame(shrinks ? compressed.WrittenSpan : message, shrinks);
    }

    private void WriteFrame(ReadOnlySpan<byte> bytes, bool compressed)
    {
        Frame.WritePrefix(Destination, compressed, bytes.Length);
        Destination.Write(bytes);
    }

    private void CheckLength(int length)
    {
        if (length > MaxLength)
        {
            throw FrameErrors.SentMessageTooLarge();
        }
    }
}
