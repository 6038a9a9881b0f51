using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Makes calls over HTTP/2. The host of a call is that of its channel.</summary>
internal sealed class HttpCallInvoker(GrpcChannel channel) : CallInvoker
{
    private static readonly Func<object, Task<Metadata>> GetResponseHeaders = static call => ((ClientCall)call).GetResponseHeadersAsync();
    private static readonly Func<object, Status> GetStatus = static call => ((ClientCall)call).GetStatus();
    private static readonly Func<object, Metadata> GetTrailers = static call => ((ClientCall)call).GetTrailers();
    private static readonly Action<object> Dispose = static call => ((ClientCall)call).Dispose();

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        new ClientCall<TRequest, TResponse>(channel, method, options).UnaryAsync(request).GetAwaiter().GetResult();

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, options);
        return new AsyncUnaryCall<TResponse>(call.UnaryAsync(request), GetResponseHeaders, GetStatus, GetTrailers, Dispose, call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, options);
        call.Start(request);
        var responses = new ResponseStreamReader<TRequest, TResponse>(call);
        return new AsyncServerStreamingCall<TResponse>(responses, GetResponseHeaders, GetStatus, GetTrailers, Dispose, call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, options);
        var content = call.CreateStreamingContent();
        var requests = new RequestStreamWriter<TRequest, TResponse>(call, content, options.WriteOptions);
        var response = call.ReceiveSingleAsync(content);
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            requests, response, GetResponseHeaders, GetStatus, GetTrailers, Dispose, call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, options);
        var content = call.CreateStreamingContent();
        var requests = new RequestStreamWriter<TRequest, TResponse>(call, content, options.WriteOptions);
        call.Start(content);
        var responses = new ResponseStreamReader<TRequest, TResponse>(call);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            requests, responses, GetResponseHeaders, GetStatus, GetTrailers, Dispose, call);
    }
}
