using System.Buffers;

namespace Grpc.Shared;

/// <summary>A stream over a buffer, for the compression streams: synchronous and one way.</summary>
internal abstract class BufferStream : Stream
{
    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>Writes into a buffer writer.</summary>
internal sealed class BufferWriterStream(IBufferWriter<byte> writer) : BufferStream
{
    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override void Write(byte[] buffer, int offset, int count) => writer.Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => writer.Write(buffer);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Reads a sequence of buffers.</summary>
internal sealed class SequenceStream(ReadOnlySequence<byte> sequence) : BufferStream
{
    private ReadOnlySequence<byte> _rest = sequence;

    public override bool CanRead => true;

    public override bool CanWrite => false;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var next = _rest.Slice(0, Math.Min(buffer.Length, _rest.Length));
        next.CopyTo(buffer);
        _rest = _rest.Slice(next.End);
        return (int)next.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
