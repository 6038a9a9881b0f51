using Grpc.Core;
using Grpc.Core.Interceptors;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Grpc;

/// <summary>Turns failures of the building blocks into their statuses.</summary>
internal sealed class ErrorInterceptor : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (DaprException failure)
        {
            throw failure.ToRpcException();
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (DaprException failure)
        {
            throw failure.ToRpcException();
        }
    }
}
