using System.Buffers;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Shared;

namespace Grpc.Tests.Core;

/// <summary>Frames and their messages, however the bytes are cut into buffers.</summary>
public sealed class FrameTests
{
    private static readonly GzipCompressionProvider Gzip = new(CompressionLevel.Fastest);

    [Fact]
    public void TryRead_FramesCutAnywhere_GivesEveryMessageInOrder() =>
        Prop.ForAll<byte[][], PositiveInt>((messages, cut) =>
        {
            var wire = new ArrayBufferWriter<byte>();
            foreach (var message in messages)
            {
                Frame.WritePrefix(wire, compressed: false, message.Length);
                wire.Write(message);
            }

            var buffer = Segments(wire.WrittenMemory, cut.Get % 7 + 1);
            var read = new List<byte[]>();
            while (Frame.TryRead(ref buffer, maxLength: null, out _, out var message))
            {
                read.Add(message.ToArray());
            }

            return buffer.IsEmpty && read.Count == messages.Length && read.Zip(messages).All(pair => pair.First.SequenceEqual(pair.Second));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryRead_EveryPrefixOfAFrame_WaitsForMore()
    {
        byte[] frame = [0, 0, 0, 0, 3, 1, 2, 3];

        for (var length = 0; length < frame.Length; length++)
        {
            var buffer = new ReadOnlySequence<byte>(frame, 0, length);
            Frame.TryRead(ref buffer, maxLength: null, out _, out _).ShouldBeFalse();
            buffer.Length.ShouldBe(length);
        }
    }

    [Theory]
    [InlineData(new byte[] { 2, 0, 0, 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 0, 0, 0, 11 }, StatusCode.ResourceExhausted)]
    [InlineData(new byte[] { 0, 0x80, 0, 0, 0 }, StatusCode.ResourceExhausted)]
    public void TryRead_BadPrefix_FailsBeforeTheMessageIsThere(byte[] prefix, StatusCode expected) =>
        Should.Throw<RpcException>(() =>
        {
            var buffer = new ReadOnlySequence<byte>(prefix);
            return Frame.TryRead(ref buffer, maxLength: 10, out _, out _);
        }).StatusCode.ShouldBe(expected);

    [Fact]
    public void Gzip_AnyMessage_RoundTripsThroughSegments() =>
        Prop.ForAll<byte[], PositiveInt>((message, cut) =>
        {
            using var compressed = MessageCompression.Compress(Gzip, level: null, message);
            using var decompressed = MessageCompression.Decompress(Gzip, Segments(compressed.WrittenMemory, cut.Get % 9 + 1), message.Length);

            return decompressed.WrittenSpan.SequenceEqual(message);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decompress_OutputOverTheLimit_StopsWithResourceExhausted()
    {
        using var bomb = MessageCompression.Compress(Gzip, level: null, new byte[10_000_000]);

        Should.Throw<RpcException>(() => MessageCompression.Decompress(Gzip, new(bomb.WrittenMemory), maxLength: 1000))
            .StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void Serialize_LengthSaidOrNot_WritesTheSameMessage(bool sayLength, bool compress)
    {
        var message = new byte[3000];
        var wire = new ArrayBufferWriter<byte>();
        var context = new FrameSerializationContext();

        context.Serialize(message, (bytes, target) => Write(bytes, target, sayLength), wire, compress ? Gzip : null);

        var buffer = new ReadOnlySequence<byte>(wire.WrittenMemory);
        Frame.TryRead(ref buffer, maxLength: null, out var compressed, out var payload).ShouldBeTrue();
        compressed.ShouldBe(compress);
        buffer.IsEmpty.ShouldBeTrue();
        using var plain = compress ? MessageCompression.Decompress(Gzip, payload, null) : Copy(payload);
        plain.WrittenSpan.SequenceEqual(message).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Serialize_MessageOverTheLimit_FailsWithoutWriting(bool sayLength)
    {
        var wire = new ArrayBufferWriter<byte>();
        var context = new FrameSerializationContext { MaxLength = 10 };

        Should.Throw<RpcException>(() => context.Serialize(new byte[11], (bytes, target) => Write(bytes, target, sayLength), wire, null))
            .StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        wire.WrittenCount.ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4091)]
    [InlineData(4092)]
    [InlineData(100_000)]
    public void Serialize_AnyLength_WritesOneFrame(int length)
    {
        var message = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var wire = new ArrayBufferWriter<byte>();

        new FrameSerializationContext().Serialize(message, (bytes, target) => Write(bytes, target, sayLength: true), wire, null);

        var buffer = new ReadOnlySequence<byte>(wire.WrittenMemory);
        Frame.TryRead(ref buffer, maxLength: null, out _, out var payload).ShouldBeTrue();
        payload.ToArray().ShouldBe(message);
        buffer.IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public void Serialize_AnotherLengthThanSaid_FailsWithoutWriting(int written)
    {
        var wire = new ArrayBufferWriter<byte>();

        Should.Throw<InvalidOperationException>(() => new FrameSerializationContext().Serialize(
            new byte[written],
            (bytes, target) =>
            {
                target.SetPayloadLength(10);
                target.GetBufferWriter().Write(bytes);
                target.Complete();
            },
            wire,
            compression: null));

        wire.WrittenCount.ShouldBe(0);
    }

    [Fact]
    public void Serialize_SerializerDoesNotComplete_Fails() =>
        Should.Throw<InvalidOperationException>(() =>
            new FrameSerializationContext().Serialize(1, (_, _) => { }, new ArrayBufferWriter<byte>(), null));

    private static void Write(byte[] message, SerializationContext target, bool sayLength)
    {
        if (sayLength)
        {
            target.SetPayloadLength(message.Length);
        }

        target.GetBufferWriter().Write(message);
        target.Complete();
    }

    private static PooledBufferWriter Copy(in ReadOnlySequence<byte> bytes)
    {
        var copy = new PooledBufferWriter();
        copy.Write(bytes.ToArray());
        return copy;
    }

    private static ReadOnlySequence<byte> Segments(ReadOnlyMemory<byte> bytes, int length)
    {
        var first = new Segment(bytes[..Math.Min(length, bytes.Length)], 0);
        var last = first;
        for (var start = first.Memory.Length; start < bytes.Length; start += last.Memory.Length)
        {
            last = last.Append(bytes.Slice(start, Math.Min(length, bytes.Length - start)));
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long start)
        {
            Memory = memory;
            RunningIndex = start;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
