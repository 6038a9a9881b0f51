using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace Grpc.Shared;

/// <summary>Length-prefixed messages: one byte that says whether the message is compressed, four bytes of length, the message.</summary>
internal static class Frame
{
    /// <summary>Writes the prefix of a frame.</summary>
    public static void WritePrefix(Span<byte> destination, bool compressed, int length)
    {
        destination[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(destination[1..], length);
    }

    /// <summary>Writes the prefix of a frame.</summary>
    public static void WritePrefix(IBufferWriter<byte> destination, bool compressed, int length)
    {
        WritePrefix(destination.GetSpan(GrpcProtocol.FramePrefixLength), compressed, length);
        destination.Advance(GrpcProtocol.FramePrefixLength);
    }

    /// <summary>Takes one frame off the front of a buffer.</summary>
    /// <param name="buffer">What was received; starts behind the frame afterwards.</param>
    /// <param name="maxLength">The longest message that is accepted, in bytes; null accepts all.</param>
    /// <param name="compressed">Whether the message is compressed.</param>
    /// <param name="message">The message, within the buffer.</param>
    /// <returns>False when the frame is not complete yet.</returns>
    /// <exception cref="RpcException">INTERNAL for a malformed prefix, RESOURCE_EXHAUSTED for a message over the limit.</exception>
    public static bool TryRead(
        ref ReadOnlySequence<byte> buffer,
        int? maxLength,
        out bool compressed,
        out ReadOnlySequence<byte> message)
    {
        compressed = false;
        message = default;
        if (!TryReadPrefix(buffer, out var flag, out var length))
        {
            return false;
        }

        compressed = flag switch
        {
            0 => false,
            1 => true,
            _ => throw FrameErrors.MalformedPrefix(),
        };
        if (length > (uint)(maxLength ?? int.MaxValue))
        {
            throw FrameErrors.ReceivedMessageTooLarge();
        }

        if (buffer.Length - GrpcProtocol.FramePrefixLength < length)
        {
            return false;
        }

        message = buffer.Slice(GrpcProtocol.FramePrefixLength, length);
        buffer = buffer.Slice(message.End);
        return true;
    }

    private static bool TryReadPrefix(in ReadOnlySequence<byte> buffer, out byte flag, out uint length)
    {
        var first = buffer.FirstSpan;
        if (first.Length >= GrpcProtocol.FramePrefixLength)
        {
            flag = first[0];
            length = BinaryPrimitives.ReadUInt32BigEndian(first[1..]);
            return true;
        }

        Span<byte> prefix = stackalloc byte[GrpcProtocol.FramePrefixLength];
        var complete = buffer.Length >= GrpcProtocol.FramePrefixLength;
        if (complete)
        {
            buffer.Slice(0, GrpcProtocol.FramePrefixLength).CopyTo(prefix);
        }

        flag = prefix[0];
        length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        return complete;
    }
}

/// <summary>What a broken or oversized frame ends the call with.</summary>
internal static class FrameErrors
{
    public static RpcException MalformedPrefix() => Internal("The compression flag of a message is neither 0 nor 1.");

    public static RpcException IncompleteMessage() => Internal("Incomplete message.");

    public static RpcException MissingMessage() => Internal("Missing message: the stream ended before a message was received.");

    public static RpcException AdditionalMessage() => Internal("Additional data after the message of a call that sends one.");

    public static RpcException CompressedWithoutEncoding() =>
        Internal("A message is flagged as compressed but grpc-encoding names no compression.");

    public static RpcException CorruptCompression() => Internal("A compressed message cannot be decompressed.");

    public static RpcException UnreadableMessage(Exception failure) =>
        new(new Status(StatusCode.Internal, "A message cannot be deserialized.", failure));

    public static RpcException ReceivedMessageTooLarge() =>
        new(new Status(StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size."));

    public static RpcException SentMessageTooLarge() =>
        new(new Status(StatusCode.ResourceExhausted, "Sending message exceeds the maximum configured message size."));

    public static RpcException UnsupportedEncoding(string encoding) =>
        new(new Status(StatusCode.Unimplemented, $"Unsupported grpc-encoding value '{encoding}'."));

    public static Status CancelledByClient { get; } = new(StatusCode.Cancelled, "Call canceled by the client.");

    public static RpcException ClientGone(Exception? cause) =>
        new(new Status(CancelledByClient.StatusCode, CancelledByClient.Detail, cause));

    private static RpcException Internal(string detail) => new(new Status(StatusCode.Internal, detail));
}
