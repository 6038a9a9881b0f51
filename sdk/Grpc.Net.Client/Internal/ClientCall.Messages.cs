using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>This part serializes requests and receives responses.</summary>
internal sealed partial class ClientCall<TRequest, TResponse> : ClientCall
    where TRequest : class
    where TResponse : class
{
    private readonly Method<TRequest, TResponse> _method;
    private Task<ResponseMessages<TResponse>?>? _messages;

    public ClientCall(GrpcChannel channel, Method<TRequest, TResponse> method, in CallOptions options)
        : base(channel, channel.GetMethod(method), method.Type, options)
    {
        _method = method;
    }

    /// <summary>Sends one request and receives one response.</summary>
    public Task<TResponse> UnaryAsync(TRequest request)
    {
        UnaryContent content;
        try
        {
            content = CreateContent(request);
        }
        catch (Exception error)
        {
            return Task.FromException<TResponse>(Fail(error));
        }

        return ReceiveSingleAsync(content);
    }

    /// <summary>Begins a call that sends one request and receives a stream.</summary>
    public void Start(TRequest request)
    {
        try
        {
            Start(CreateContent(request));
        }
        catch (Exception error)
        {
            _ = Fail(error);
            _messages = Task.FromException<ResponseMessages<TResponse>?>(error);
        }
    }

    /// <summary>Begins a call that receives a stream.</summary>
    public void Start(IRequestContent content)
    {
        Begin(content);
        _messages = ReceiveAsync(content);

        // A caller who never reads must not be told about it by the finalizer.
        _ = _messages.ContinueWith(
            static task => _ = task.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Sends the content and receives one response.</summary>
    public async Task<TResponse> ReceiveSingleAsync(IRequestContent content)
    {
        try
        {
            Begin(content);
            Token.ThrowIfCancellationRequested();
            var response = await SendAsync(content);
            Accept(response, expectsMessage: true);
            if (IsFinished)
            {
                throw GetError();
            }

            var messages = CreateMessages(response);
            TResponse? message = null;
            do
            {
                while (messages.TryRead(out var next))
                {
                    message = message is null ? next : throw FrameErrors.AdditionalMessage();
                }
            }
            while (messages.Add(await messages.ReceiveAsync(Token)));

            Complete(messages, isMissingMessage: message is null);
            return message!;
        }
        catch (Exception error)
        {
            throw Fail(error);
        }
    }

    /// <summary>The responses of a call that streams them; null when the call is over without any.</summary>
    public Task<ResponseMessages<TResponse>?> Messages => _messages!;

    /// <summary>Receives more of the response body, for <see cref="ResponseMessages{T}.Add"/>.</summary>
    public ValueTask<int> ReceiveAsync(ResponseMessages<TResponse> messages) => messages.ReceiveAsync(Token);

    /// <summary>The body of a call that sends a stream.</summary>
    public StreamingContent CreateStreamingContent() => new(Method.Retry is null ? null : Settings.RetryBuffer);

    /// <summary>
    /// What to throw from a failed write. When the server has answered already, the responses and the status that follow say what
    /// happened, so the call goes on; otherwise it ends here.
    /// </summary>
    public Exception OnWriteFailed(Exception error) =>
        HasResponse && !IsFinished && !Token.IsCancellationRequested && error is not RpcException
            ? new RpcException(new Status(StatusCode.Cancelled, "The server takes no more requests: its responses say why.", error))
            : Fail(error);

    /// <summary>Ends the call at the end of its response body.</summary>
    /// <exception cref="RpcException">The status is not OK.</exception>
    public void Complete(ResponseMessages<TResponse> messages, bool isMissingMessage = false)
    {
        if (messages.HasRest)
        {
            throw FrameErrors.IncompleteMessage();
        }

        messages.Release();
        FinishFromTrailers(isMissingMessage);
        ThrowUnlessOk();
    }

    public void ThrowUnlessOk()
    {
        if (GetStatus().StatusCode != StatusCode.OK)
        {
            throw GetError();
        }
    }

    /// <summary>Serializes a message as a frame.</summary>
    public void Serialize(TRequest message, WriteOptions? writeOptions, PooledBufferWriter frame)
    {
        var context = FrameContexts.TakeSerialization();
        try
        {
            context.MaxLength = Settings.MaxSendMessageSize;
            var compression = writeOptions?.Flags.HasFlag(WriteFlags.NoCompress) is true ? null : RequestCompression;
            context.Serialize(message, _method.RequestMarshaller.ContextualSerializer, frame, compression);
        }
        finally
        {
            FrameContexts.Return(context);
        }
    }

    private UnaryContent CreateContent(TRequest request)
    {
        var frame = new PooledBufferWriter();
        try
        {
            Serialize(request, Options.WriteOptions, frame);
            return UnaryContent.Create(frame, Method.Retry is null ? null : Settings.RetryBuffer);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    private async Task<ResponseMessages<TResponse>?> ReceiveAsync(IRequestContent content)
    {
        try
        {
            Token.ThrowIfCancellationRequested();
            var response = await SendAsync(content);
            Accept(response, expectsMessage: false);
            return IsFinished ? null : CreateMessages(response);
        }
        catch (Exception error)
        {
            throw Fail(error);
        }
    }

    private ResponseMessages<TResponse> CreateMessages(HttpResponseMessage response) =>
        new(response, Settings, _method.ResponseMarshaller.ContextualDeserializer);

    private ICompressionProvider? RequestCompression =>
        Options.Headers?.GetValue(RequestEncodingKey) is not { } encoding || encoding == GrpcProtocol.IdentityEncoding
            ? null
            : MessageCompression.Find(Settings.CompressionProviders, encoding)
                ?? throw new InvalidOperationException($"There is no compression provider for '{encoding}'.");
}
