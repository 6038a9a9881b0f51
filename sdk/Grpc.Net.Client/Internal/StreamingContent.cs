using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>
/// A stream of messages. Writers wait until an attempt takes their messages; a call that may be retried keeps them, and each
/// attempt first sends what was kept before it takes more.
/// </summary>
internal sealed class StreamingContent : HttpContent, IRequestContent
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RetryBuffer? _retryBuffer;
    private readonly List<byte[]> _kept = [];
    private TaskCompletionSource<Stream> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _keptBytes;
    private bool _keeps;
    private bool _committed;

    public StreamingContent(RetryBuffer? retryBuffer)
    {
        _retryBuffer = retryBuffer;
        _keeps = retryBuffer is not null;
        Headers.ContentType = new MediaTypeHeaderValue(GrpcProtocol.ContentType);
    }

    public HttpContent Body => this;

    public bool CanRepeat
    {
        get
        {
            lock (_lock)
            {
                return _keeps;
            }
        }
    }

    /// <summary>Sends a message, or keeps it for the next attempt when there is none at the moment.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> frame, bool flush, CancellationToken cancellationToken)
    {
        bool kept;
        Task<Stream> attached;
        lock (_lock)
        {
            kept = _keeps && TryKeep(frame);
            attached = _attached.Task;
        }

        if (kept && !attached.IsCompleted)
        {
            return;
        }

        var stream = attached.IsCompletedSuccessfully ? attached.Result : await attached;
        try
        {
            await stream.WriteAsync(frame, cancellationToken);
            if (flush)
            {
                await stream.FlushAsync(cancellationToken);
            }
        }
        catch (Exception) when (kept && CanRepeat)
        {
            // The attempt failed. If there is another one, it sends the message; if not, the call fails.
        }
        catch
        {
            _completed.TrySetCanceled(CancellationToken.None);
            throw;
        }
    }

    /// <summary>No more messages follow.</summary>
    public void Complete() => _completed.TrySetResult();

    public void OnCommitted()
    {
        lock (_lock)
        {
            _committed = true;
            _keeps = false;
            if (_attached.Task.IsCompleted)
            {
                DropKept();
            }
        }
    }

    public void OnFinished()
    {
        _completed.TrySetCanceled(CancellationToken.None);
        lock (_lock)
        {
            _keeps = false;
            _attached.TrySetCanceled(CancellationToken.None);
            DropKept();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        BeginAttempt();

        // The handler sends the headers of a request with the first flush of its body: the server must not wait for a message.
        await stream.FlushAsync(cancellationToken);
        for (var next = 0; TryGetKept(next, stream, out var frame); next++)
        {
            await stream.WriteAsync(frame, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }

        await _completed.Task.WaitAsync(cancellationToken);
    }

    private void BeginAttempt()
    {
        lock (_lock)
        {
            if (!_attached.Task.IsCompleted)
            {
                return;
            }

            if (!_keeps)
            {
                throw new IOException("The connection was lost and the messages that were sent are not kept to be sent again.");
            }

            _attached = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    // When all that was kept is sent the stream is the writers'. Under the lock: no message is lost or sent twice in between.
    private bool TryGetKept(int index, Stream stream, out ReadOnlyMemory<byte> frame)
    {
        lock (_lock)
        {
            if (index < _kept.Count)
            {
                frame = _kept[index];
                return true;
            }

            _attached.TrySetResult(stream);
            if (_committed)
            {
                DropKept();
            }

            frame = default;
            return false;
        }
    }

    private bool TryKeep(ReadOnlyMemory<byte> frame)
    {
        _keeps = _retryBuffer!.TryTake(_keptBytes, frame.Length);
        if (_keeps)
        {
            _kept.Add(frame.ToArray());
            _keptBytes += frame.Length;
        }

        return _keeps;
    }

    private void DropKept()
    {
        _kept.Clear();
        _retryBuffer?.Release(_keptBytes);
        _keptBytes = 0;
    }
}
