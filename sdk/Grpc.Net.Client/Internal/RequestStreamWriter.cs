using Grpc.Core;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>The request stream of a call.</summary>
internal sealed class RequestStreamWriter<TRequest, TResponse>(ClientCall<TRequest, TResponse> call, StreamingContent content, WriteOptions? options)
    : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    // Kept from one write to the next. That of a write that fails is left to the garbage collector: the connection may still read it.
    private PooledBufferWriter? _frame;
    private int _isWriting;
    private bool _isCompleted;

    public WriteOptions? WriteOptions { get; set; } = options;

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        CheckWriteable();
        if (Interlocked.Exchange(ref _isWriting, 1) == 1)
        {
            throw new InvalidOperationException("The previous write is still in progress.");
        }

        try
        {
            using var registration = cancellationToken.UnsafeRegister(static state => ((ClientCall)state!).Cancel(), call);
            cancellationToken.ThrowIfCancellationRequested();

            var frame = Interlocked.Exchange(ref _frame, null) ?? new PooledBufferWriter();
            call.Serialize(message, WriteOptions, frame);
            var flush = WriteOptions?.Flags.HasFlag(WriteFlags.BufferHint) is not true;
            await content.WriteAsync(frame.WrittenMemory, flush, cancellationToken);
            frame.Clear();
            _frame = frame;
        }
        catch (Exception error)
        {
            throw call.OnWriteFailed(error);
        }
        finally
        {
            Volatile.Write(ref _isWriting, 0);
        }
    }

    public Task CompleteAsync()
    {
        CheckWriteable();
        _isCompleted = true;
        content.Complete();
        return Task.CompletedTask;
    }

    private void CheckWriteable()
    {
        if (_isCompleted)
        {
            throw new InvalidOperationException("The request stream is completed already.");
        }

        if (call.IsFinished)
        {
            call.ThrowUnlessOk();
            throw new InvalidOperationException("The call is over: no request can be written.");
        }
    }
}
