using Grpc.Core;
using Grpc.Core.Interceptors;
using Platform.Hosting.Access;

namespace Platform.Hosting.Internal;

/// <summary>
/// Bounds calls by a default and by the call that is being served, whose user they are made for. Streams have no default, and the sidecar is told of them by the metadata
/// <c>dapr-stream</c>: its timeouts and retries hold for their beginning only.
/// </summary>
internal sealed class ClientCallInterceptor(TimeProvider clock, TimeSpan defaultTimeout) : Interceptor
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, Bound(context, isUnary: true));

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, Bound(context, isUnary: true));

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, Bound(context, isUnary: false));

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(Bound(context, isUnary: false));

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(Bound(context, isUnary: false));

    private ClientInterceptorContext<TRequest, TResponse> Bound<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, bool isUnary)
        where TRequest : class
        where TResponse : class
    {
        var options = isUnary ? context.Options : MarkStream(context.Options);
        var deadline = options.Deadline ?? (isUnary ? clock.GetUtcNow().UtcDateTime + defaultTimeout : DateTime.MaxValue);
        if (CurrentCall.Context is { } served)
        {
            deadline = deadline < served.Deadline ? deadline : served.Deadline;
            options = options.CancellationToken.CanBeCanceled ? options : options.WithCancellationToken(served.CancellationToken);
            options = options.WithUserOf(served);
        }

        return new(context.Method, context.Host, deadline == DateTime.MaxValue ? options : options.WithDeadline(deadline));
    }

    private static CallOptions MarkStream(CallOptions options)
    {
        var headers = new Metadata { { "dapr-stream", "true" } };
        foreach (var entry in options.Headers ?? [])
            headers.Add(entry);
        return options.WithHeaders(headers);
    }
}
