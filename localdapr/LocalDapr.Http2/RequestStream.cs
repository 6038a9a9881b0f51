namespace LocalDapr.Http2;

/// <summary>The body of a request. What is written leaves at once, as far as the server takes it; there is nothing to flush.</summary>
internal sealed class RequestStream(Http2Stream stream) : OneWayStream
{
    public override bool CanWrite => true;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var written = stream.Connection.Write(stream, buffer.Span, out var room);
        return written == buffer.Length ? default : WriteRestAsync(buffer[written..], room, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async ValueTask WriteRestAsync(ReadOnlyMemory<byte> rest, Task room, CancellationToken cancellationToken)
    {
        while (!rest.IsEmpty)
        {
            await room.WaitAsync(cancellationToken);
            rest = rest[stream.Connection.Write(stream, rest.Span, out room)..];
        }
    }
}
