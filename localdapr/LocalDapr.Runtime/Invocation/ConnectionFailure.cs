using Grpc.Core;

namespace LocalDapr.Runtime.Invocation;

/// <summary>Tells an app that could not even be connected to, which nothing was sent to, from one that failed.</summary>
internal static class ConnectionFailure
{
    public static bool Is(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => true,
        RpcException { Status.DebugException: { } cause } => Is(cause),
        _ => false,
    };
}
