using System.Net;
using System.Net.Sockets;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>
/// The status of a call that got none from the server, by the tables of the gRPC project (http-grpc-status-mapping.md and the
/// errors section of PROTOCOL-HTTP2.md).
/// </summary>
internal static class StatusMapping
{
    public static StatusCode FromHttpStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    public static Status FromException(Exception exception)
    {
        var code = StatusCode.Internal;
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case RpcException rpc:
                    return rpc.Status;
                case HttpProtocolException protocol:
                    code = FromHttp2Error(protocol.ErrorCode);
                    return new Status(code, Describe(exception), exception);
                case SocketException or IOException or TimeoutException:
                    code = StatusCode.Unavailable;
                    break;
                case HttpRequestException request when IsConnectFailure(request):
                    code = StatusCode.Unavailable;
                    break;
                case OperationCanceledException when code == StatusCode.Internal:
                    code = StatusCode.Cancelled;
                    break;
            }
        }

        return new Status(code, Describe(exception), exception);
    }

    /// <summary>Whether the request was never sent because there is no connection.</summary>
    public static bool IsConnectFailure(Exception exception) =>
        exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError,
        };

    // Error codes of RFC 9113, section 7.
    private static StatusCode FromHttp2Error(long error) => error switch
    {
        0x7 => StatusCode.Unavailable, // REFUSED_STREAM
        0x8 => StatusCode.Cancelled, // CANCEL
        0xb => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };

    private static string Describe(Exception exception) =>
        exception is HttpRequestException or IOException
            ? $"The HTTP call failed: {exception.Message}"
            : $"The call failed: {exception.GetType().Name}: {exception.Message}";
}
