using System.Buffers;
using Grpc.Core;

namespace Grpc.Shared;

/// <summary>Gives a marshaller the message of one frame, in the buffers it was received in.</summary>
internal sealed class FrameDeserializationContext : DeserializationContext
{
    private ReadOnlySequence<byte> _message;

    public override int PayloadLength => (int)_message.Length;

    public override byte[] PayloadAsNewBuffer() => _message.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _message;

    /// <summary>Reads a message.</summary>
    public T Deserialize<T>(in ReadOnlySequence<byte> message, Func<DeserializationContext, T> deserializer)
    {
        _message = message;
        try
        {
            return deserializer(this);
        }
        finally
        {
            _message = default;
        }
    }
}
