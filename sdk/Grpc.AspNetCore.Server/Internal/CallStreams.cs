using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The client's messages, as the handler reads them.</summary>
internal sealed class RequestStream<TRequest, TResponse>(MessagePipe<TRequest, TResponse> pipe) : IAsyncStreamReader<TRequest>
    where TRequest : class
    where TResponse : class
{
    public TRequest Current => pipe.Current ?? throw new InvalidOperationException("No message: MoveNext was not called or returned false.");

    public Task<bool> MoveNext(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<bool>(cancellationToken) : pipe.MoveNextAsync(cancellationToken);
}

/// <summary>The server's messages, as the handler writes them.</summary>
internal sealed class ResponseStream<TRequest, TResponse>(MessagePipe<TRequest, TResponse> pipe, HttpContextServerCallContext context)
    : IServerStreamWriter<TResponse>
    where TRequest : class
    where TResponse : class
{
    public WriteOptions? WriteOptions
    {
        get => context.WriteOptions;
        set => context.WriteOptions = value;
    }

    public Task WriteAsync(TResponse message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(TResponse message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        context.CancellationToken.ThrowIfCancellationRequested();
        var buffered = WriteOptions is { } options && options.Flags.HasFlag(WriteFlags.BufferHint);
        return pipe.WriteAsync(message, flush: !buffered, cancellationToken).AsTask();
    }
}
