using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Shared;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Reads the messages of a request and writes those of its response, straight from and into the pipes of the server.</summary>
internal sealed class MessagePipe<TRequest, TResponse>(HttpContextServerCallContext context, Method<TRequest, TResponse> method)
    where TRequest : class
    where TResponse : class
{
    // Only the end of a deadline writes beside the handler, so only calls with a deadline take turns.
    private readonly SemaphoreSlim? _turns = context.HasDeadline ? new SemaphoreSlim(1, 1) : null;
    private bool _ended;

    /// <summary>Whether a message has been written.</summary>
    public bool MessagesWritten { get; private set; }

    /// <summary>Reads the one message of a call that has one, and sees to it that the request ends behind it.</summary>
    /// <exception cref="RpcException">INTERNAL when there is none, or more than one.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TRequest> ReadSingleAsync()
    {
        var reader = context.HttpContext.Request.BodyReader;
        TRequest? message = null;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(context.DeadlineToken);
                var buffer = result.Buffer;
                try
                {
                    message ??= Take(ref buffer);
                    if (message is not null && !buffer.IsEmpty)
                    {
                        throw FrameErrors.AdditionalMessage();
                    }

                    if (result.IsCompleted)
                    {
                        return message ?? throw (buffer.IsEmpty ? FrameErrors.MissingMessage() : FrameErrors.IncompleteMessage());
                    }
                }
                finally
                {
                    reader.AdvanceTo(buffer.Start, buffer.End);
                }
            }
        }
        catch (Exception cause) when (IsClientGone(cause, context.DeadlineToken))
        {
            throw FrameErrors.ClientGone(cause);
        }
    }

    /// <summary>The message that <see cref="MoveNextAsync"/> read.</summary>
    public TRequest? Current { get; private set; }

    /// <summary>Reads the next message; false at the end of the stream.</summary>
    /// <exception cref="RpcException">INTERNAL for malformed frames, RESOURCE_EXHAUSTED for a message over the limit.</exception>
    public async Task<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        using var both = Both(cancellationToken);
        var token = both?.Token ?? context.DeadlineToken;
        var reader = context.HttpContext.Request.BodyReader;
        Current = null;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(token);
                var buffer = result.Buffer;
                var examined = buffer.End;
                try
                {
                    Current = Take(ref buffer);
                    if (Current is not null)
                    {
                        examined = buffer.Start;
                        return true;
                    }

                    if (result.IsCompleted)
                    {
                        return buffer.IsEmpty ? false : throw FrameErrors.IncompleteMessage();
                    }
                }
                finally
                {
                    reader.AdvanceTo(buffer.Start, examined);
                }
            }
        }
        catch (Exception cause) when (IsClientGone(cause, token))
        {
            throw FrameErrors.ClientGone(cause);
        }
    }

    /// <summary>Writes a message; <paramref name="flush"/> sends it now.</summary>
    /// <exception cref="OperationCanceledException">The deadline has passed.</exception>
    /// <exception cref="InvalidOperationException">The handler has returned.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(TResponse message, bool flush, CancellationToken cancellationToken = default)
    {
        await EnterAsync();
        try
        {
            ThrowIfEnded();
            var writer = context.HttpContext.Response.BodyWriter;
            Serialize(message, writer);
            MessagesWritten = true;
            if (flush)
            {
                using var both = Both(cancellationToken);
                await FlushAsync(writer, both?.Token ?? context.DeadlineToken);
            }
        }
        finally
        {
            _turns?.Release();
        }
    }

    /// <summary>Writes the result of a call that has one, unless the handler set a status other than OK. It is sent with the status.</summary>
    /// <exception cref="RpcException">CANCELLED when the handler returned no message.</exception>
    public ValueTask WriteResultAsync(TResponse? message)
    {
        if (context.Status.StatusCode != StatusCode.OK)
        {
            return ValueTask.CompletedTask;
        }

        return message is null
            ? throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method."))
            : WriteAsync(message, flush: false);
    }

    /// <summary>
    /// Ends the response with the status and the trailers of the handler, which has returned. The server sends them as soon as the request
    /// is left. The first end counts.
    /// </summary>
    public ValueTask EndAsync()
    {
        if (_turns is not null)
        {
            return EndInTurnAsync(context.Status, context.TrailersOrNone);
        }

        _ended = true;
        context.WriteTrailers(context.Status, context.TrailersOrNone, MessagesWritten);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the response while the handler still runs: it may be adding trailers right now, so they are left out.</summary>
    public ValueTask EndAtDeadlineAsync() => EndInTurnAsync(HttpContextServerCallContext.DeadlineExceeded, trailers: null);

    private async ValueTask EndInTurnAsync(Status status, Metadata? trailers)
    {
        await EnterAsync();
        try
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            context.WriteTrailers(status, trailers, MessagesWritten);
            await context.HttpContext.Response.CompleteAsync();
        }
        finally
        {
            _turns?.Release();
        }
    }

    private void Serialize(TResponse message, PipeWriter writer)
    {
        var serialization = FrameContexts.TakeSerialization();
        try
        {
            serialization.MaxLength = context.Options.MaxSendMessageSize;
            serialization.CompressionLevel = context.Options.ResponseCompressionLevel;
            serialization.Serialize(message, method.ResponseMarshaller.ContextualSerializer, writer, context.CompressionOfNextMessage());
        }
        finally
        {
            FrameContexts.Return(serialization);
        }
    }

    private static async ValueTask FlushAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        var result = await writer.FlushAsync(cancellationToken);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw FrameErrors.ClientGone(cause: null);
        }
    }

    // The server ends the body with an exception when the client goes, often before the request's token is cancelled.
    private static bool IsClientGone(Exception cause, CancellationToken cancellationToken) =>
        cause is IOException || (cause is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private void ThrowIfEnded()
    {
        if (_ended)
        {
            throw context.DeadlineHasPassed
                ? new OperationCanceledException("The deadline has passed.")
                : new InvalidOperationException("The call has ended: no message can be written.");
        }
    }

    // The call's own token is enough unless the caller brings one: then whichever is first.
    private CancellationTokenSource? Both(CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled && cancellationToken != context.CancellationToken
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.DeadlineToken)
            : null;

    private ValueTask EnterAsync() => _turns is null ? ValueTask.CompletedTask : new ValueTask(_turns.WaitAsync());

    private TRequest? Take(ref ReadOnlySequence<byte> buffer)
    {
        if (!Frame.TryRead(ref buffer, context.Options.MaxReceiveMessageSize, out var compressed, out var frame))
        {
            return null;
        }

        return compressed ? Decompress(frame) : Deserialize(frame);
    }

    private TRequest Decompress(in ReadOnlySequence<byte> frame)
    {
        var provider = context.RequestCompression ?? throw FrameErrors.CompressedWithoutEncoding();
        using var message = MessageCompression.Decompress(provider, frame, context.Options.MaxReceiveMessageSize);
        return Deserialize(new ReadOnlySequence<byte>(message.WrittenMemory));
    }

    private TRequest Deserialize(in ReadOnlySequence<byte> frame)
    {
        try
        {
            return FrameContexts.Deserialization.Deserialize(frame, method.RequestMarshaller.ContextualDeserializer);
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            throw FrameErrors.UnreadableMessage(failure);
        }
    }
}
