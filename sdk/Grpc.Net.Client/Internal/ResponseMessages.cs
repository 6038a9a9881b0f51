using System.Buffers;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>
/// The messages of a response body. One read of the body may bring many messages: take them with <see cref="TryRead"/>, then ask
/// for more with <see cref="ReceiveAsync"/>.
/// </summary>
internal sealed class ResponseMessages<T>(HttpResponseMessage response, ChannelSettings settings, Func<DeserializationContext, T> deserialize)
{
    private const int InitialCapacity = 4096;

    private readonly Stream _body = response.Content.ReadAsStream(CancellationToken.None);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialCapacity);
    private int _start;
    private int _end;

    /// <summary>Whether a part of a message is left.</summary>
    public bool HasRest => _end > _start;

    /// <summary>Takes the next message out of what was received.</summary>
    public bool TryRead(out T message)
    {
        var received = new ReadOnlySequence<byte>(_buffer, _start, _end - _start);
        if (!HasRest || !Frame.TryRead(ref received, settings.MaxReceiveMessageSize, out var compressed, out var frame))
        {
            message = default!;
            return false;
        }

        _start = _end - (int)received.Length;
        message = compressed ? Decompress(frame) : Deserialize(frame);
        return true;
    }

    /// <summary>Receives more into the buffer; the count is for <see cref="Add"/>. In two steps, so that the caller awaits the body itself.</summary>
    public ValueTask<int> ReceiveAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        return _body.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
    }

    /// <summary>Takes note of what was received; false at the end of the body.</summary>
    public bool Add(int count)
    {
        _end += count;
        return count > 0;
    }

    /// <summary>Gives the buffer back. Only when no read is under way: a cancelled one may still write into it.</summary>
    public void Release()
    {
        var buffer = _buffer;
        _buffer = [];
        _start = _end = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void MakeRoom()
    {
        if (!HasRest)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            var larger = _start > _buffer.Length / 2 ? _buffer : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(_start.._end).CopyTo(larger);
            if (larger != _buffer)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
            }

            (_buffer, _start, _end) = (larger, 0, _end - _start);
        }
    }

    private T Decompress(in ReadOnlySequence<byte> frame)
    {
        var encoding = ResponseMetadata.GetValue(response.Headers, GrpcProtocol.EncodingHeader);
        if (encoding is null or GrpcProtocol.IdentityEncoding)
        {
            throw FrameErrors.CompressedWithoutEncoding();
        }

        // A server may only choose from what grpc-accept-encoding offered: anything else is its fault (compression.md).
        ICompressionProvider provider = MessageCompression.Find(settings.CompressionProviders, encoding)
            ?? throw new RpcException(new Status(StatusCode.Internal, FrameErrors.UnsupportedEncoding(encoding).Status.Detail));
        using var message = MessageCompression.Decompress(provider, frame, settings.MaxReceiveMessageSize);
        return Deserialize(new ReadOnlySequence<byte>(message.WrittenMemory));
    }

    private T Deserialize(in ReadOnlySequence<byte> frame)
    {
        try
        {
            return FrameContexts.Deserialization.Deserialize(frame, deserialize);
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            throw FrameErrors.UnreadableMessage(failure);
        }
    }
}
