using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Platform.Hosting.Observability;

/// <summary>Gives every call to another service its span. Only there when telemetry is on.</summary>
internal sealed class ClientTelemetryInterceptor : Interceptor
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        if (ClientSpan.Start(context.Method) is not { } span)
        {
            return continuation(request, context);
        }

        var response = span.Run(context, observed => continuation(request, observed));
        span.End(StatusCode.OK);
        return response;
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        if (ClientSpan.Start(context.Method) is not { } span)
        {
            return continuation(request, context);
        }

        var call = span.Run(context, observed => continuation(request, observed));
        return new AsyncUnaryCall<TResponse>(
            span.EndWithAsync(call.ResponseAsync), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        if (ClientSpan.Start(context.Method) is not { } span)
        {
            return continuation(context);
        }

        var call = span.Run(context, observed => continuation(observed));
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            call.RequestStream, span.EndWithAsync(call.ResponseAsync), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        if (ClientSpan.Start(context.Method) is not { } span)
        {
            return continuation(request, context);
        }

        var call = span.Run(context, observed => continuation(request, observed));
        return new AsyncServerStreamingCall<TResponse>(
            new ObservedReader<TResponse>(call.ResponseStream, span), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, EndWith(call, span));
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        if (ClientSpan.Start(context.Method) is not { } span)
        {
            return continuation(context);
        }

        var call = span.Run(context, observed => continuation(observed));
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            call.RequestStream,
            new ObservedReader<TResponse>(call.ResponseStream, span),
            call.ResponseHeadersAsync,
            call.GetStatus,
            call.GetTrailers,
            EndWith(call, span));
    }

    // Who disposes a stream before its end has seen enough.
    private static Action EndWith(IDisposable call, ClientSpan span) => () =>
    {
        call.Dispose();
        span.End(StatusCode.Cancelled);
    };
}
