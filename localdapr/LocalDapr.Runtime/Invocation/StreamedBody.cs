using System.IO.Pipelines;
using System.Net;

namespace LocalDapr.Runtime.Invocation;

/// <summary>The body of an incoming request as that of an outgoing one. What has arrived goes on at once; nothing is gathered or decoded.</summary>
internal sealed class StreamedBody(PipeReader source, long? length, CancellationToken requestAborted) : HttpContent
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when there is a connection that takes the body.</summary>
    public Task Started => _started.Task;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _started.TrySetResult();
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
