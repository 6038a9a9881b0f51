using System.Net;

namespace LocalDapr.Http2.Tests;

/// <summary>A body that a test writes as it goes.</summary>
/// <param name="write">Writes it.</param>
internal sealed class PushContent(Func<Stream, CancellationToken, Task> write) : HttpContent
{
    /// <summary>A body of so many parts, which says after each how many have been taken.</summary>
    public static PushContent OfParts(ReadOnlyMemory<byte> part, int count, Action<int> taken) => new(async (body, cancellationToken) =>
    {
        for (var i = 1; i <= count; i++)
        {
            await body.WriteAsync(part, cancellationToken);
            taken(i);
        }
    });

    /// <summary>A body of these bytes, which for all that is known are there once.</summary>
    public static PushContent Of(byte[] bytes) => new((body, cancellationToken) => body.WriteAsync(bytes, cancellationToken).AsTask());

    /// <summary>A body that does not end before its request does.</summary>
    /// <param name="ended">Is completed when it is told to end.</param>
    public static PushContent OfNothing(TaskCompletionSource ended) => new(async (_, cancellationToken) =>
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            ended.TrySetResult();
        }
    });

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        write(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
