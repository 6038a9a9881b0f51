using System.IO.Pipelines;
using System.Net;

namespace LocalDapr.Runtime.Invocation;

/// <summary>The body of an incoming request as that of an outgoing one. What has arrived goes on at once; nothing is gathered or decoded.</summary>
/// <param name="source">The incoming body.</param>
/// <param name="length">Its length, or null if that is not known.</param>
/// <param name="requestAborted">The incoming request has ended.</param>
/// <param name="started">Completed when there is a connection that takes the body.</param>
internal sealed class StreamedBody(PipeReader source, long? length, CancellationToken requestAborted, TaskCompletionSource? started = null) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        started?.TrySetResult();
        while (true)
        {
            var next = source.ReadAsync(requestAborted);
            if (!next.IsCompleted)
            {
                // Also before the first bytes: without it the headers would wait for them.
                await stream.FlushAsync(cancellationToken);
            }

            var read = await next;
            foreach (var part in read.Buffer)
            {
                await stream.WriteAsync(part, cancellationToken);
            }

            source.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length ?? 0;
        return length is not null;
    }
}
