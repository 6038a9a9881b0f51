using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>The response stream of a call.</summary>
internal sealed class ResponseStreamReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private static readonly Task<bool> True = Task.FromResult(true);

    private ResponseMessages<TResponse>? _messages;
    private TResponse? _current;
    private int _isReading;

    public TResponse Current => _current ?? throw new InvalidOperationException("There is no current message: MoveNext gives one.");

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isReading, 1) == 1)
        {
            return Task.FromException<bool>(new InvalidOperationException("The previous read is still in progress."));
        }

        if (!cancellationToken.IsCancellationRequested && _messages is not null && !call.IsFinished && TryReadReceived(out var next))
        {
            return next;
        }

        return MoveNextAsync(cancellationToken);
    }

    // A message that came with an earlier one needs neither a state machine nor a task.
    private bool TryReadReceived(out Task<bool> next)
    {
        next = True;
        try
        {
            if (!_messages!.TryRead(out var message))
            {
                return false;
            }

            _current = message;
        }
        catch (Exception error)
        {
            next = Task.FromException<bool>(call.Fail(error));
        }

        Volatile.Write(ref _isReading, 0);
        return true;
    }

    private async Task<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var registration = cancellationToken.UnsafeRegister(static state => ((ClientCall)state!).Cancel(), call);
            cancellationToken.ThrowIfCancellationRequested();
            _messages ??= await call.Messages;
            if (_messages is null || call.IsFinished)
            {
                _current = null;
                call.ThrowUnlessOk();
                return false;
            }

            do
            {
                if (_messages.TryRead(out var message))
                {
                    _current = message;
                    return true;
                }
            }
            while (_messages.Add(await call.ReceiveAsync(_messages)));

            _current = null;
            call.Complete(_messages);
            return false;
        }
        catch (Exception error)
        {
            throw call.Fail(error);
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }
}
