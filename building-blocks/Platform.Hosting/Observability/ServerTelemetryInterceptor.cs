using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Platform.Hosting.Observability;

/// <summary>Names the server span of every call and measures the call. Only there when telemetry is on.</summary>
internal sealed class ServerTelemetryInterceptor : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        ServeAsync(context, () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        ServeAsync(context, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        ServeAsync(context, async () =>
        {
            await continuation(request, responseStream, context);
            return true;
        });

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        ServeAsync(context, async () =>
        {
            await continuation(requestStream, responseStream, context);
            return true;
        });

    private static async Task<TResult> ServeAsync<TResult>(ServerCallContext context, Func<Task<TResult>> serve)
    {
        var call = new ServedSpan(context);
        try
        {
            var result = await serve();
            call.End(context.Status.StatusCode);
            return result;
        }
        catch (Exception failure)
        {
            call.End(RpcAttributes.CodeOf(failure, context.CancellationToken.IsCancellationRequested));
            throw;
        }
    }
}
