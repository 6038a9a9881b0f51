namespace LocalDapr.Http2;

/// <summary>The body of an answer, to be read once. To dispose of it before its end tells the server that nobody wants the rest.</summary>
internal sealed class ResponseStream(Http2Stream stream) : OneWayStream
{
    public override bool CanRead => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => stream.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Abandon();
        base.Dispose(disposing);
    }
}
