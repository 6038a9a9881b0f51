using System.Net;
using System.Runtime.InteropServices;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>
/// One message. Derives from <see cref="ByteArrayContent"/> because the HTTP handler knows that such a content does not need the
/// response to be sent at the same time, and saves work.
/// </summary>
internal sealed class UnaryContent : ByteArrayContent, IRequestContent
{
    private readonly PooledBufferWriter _frame;
    private readonly RetryBuffer? _retryBuffer;
    private Task? _write;
    private bool _isAbandoned;

    private UnaryContent(PooledBufferWriter frame, ArraySegment<byte> bytes, RetryBuffer? retryBuffer)
        : base(bytes.Array!, bytes.Offset, bytes.Count)
    {
        _frame = frame;
        CanRepeat = retryBuffer?.TryTake(held: 0, bytes.Count) ?? false;
        _retryBuffer = CanRepeat ? retryBuffer : null;
        Headers.TryAddWithoutValidation("Content-Type", GrpcProtocol.ContentType);
    }

    public HttpContent Body => this;

    public bool CanRepeat { get; }

    /// <param name="frame">The message; the content disposes it.</param>
    /// <param name="retryBuffer">Pays for the message while it may be sent again; null when it never is.</param>
    public static UnaryContent Create(PooledBufferWriter frame, RetryBuffer? retryBuffer)
    {
        MemoryMarshal.TryGetArray(frame.WrittenMemory, out var bytes);
        return new UnaryContent(frame, bytes, retryBuffer);
    }

    public void OnCommitted()
    {
    }

    // A buffer that an abandoned attempt may still read from is left to the garbage collector.
    public void OnFinished()
    {
        _retryBuffer?.Release(_frame.WrittenCount);
        if (!_isAbandoned && _write is null or { IsCompleted: true })
        {
            _frame.Dispose();
        }
    }

    // Without a length there is no content-length header, which servers would show as metadata.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _isAbandoned |= _write is { IsCompleted: false };
        return _write = stream.WriteAsync(_frame.WrittenMemory, cancellationToken).AsTask();
    }
}
