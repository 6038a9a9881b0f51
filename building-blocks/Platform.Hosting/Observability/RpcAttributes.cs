using System.Diagnostics;
using Grpc.Core;

namespace Platform.Hosting.Observability;

/// <summary>What the semantic conventions of OpenTelemetry ask spans and metrics of gRPC calls to say.</summary>
internal static class RpcAttributes
{
    public const string RpcSystem = "rpc.system";
    public const string RpcService = "rpc.service";
    public const string RpcMethod = "rpc.method";
    public const string RpcStatus = "rpc.grpc.status_code";
    public const string GrpcSystem = "grpc";

    /// <summary>Names a span by its method.</summary>
    /// <param name="span">The span.</param>
    /// <param name="fullName"><c>/package.Service/Method</c>.</param>
    public static void Set(Activity span, string fullName)
    {
        var (service, method) = Split(fullName);
        span.DisplayName = fullName.TrimStart('/');
        span.SetTag(RpcSystem, GrpcSystem);
        span.SetTag(RpcService, service);
        span.SetTag(RpcMethod, method);
    }

    /// <summary>The service and the method of <c>/package.Service/Method</c>.</summary>
    public static (string Service, string Method) Split(string fullName)
    {
        var end = fullName.LastIndexOf('/');
        return end > 0 ? (fullName[1..end], fullName[(end + 1)..]) : ("", fullName.TrimStart('/'));
    }

    /// <summary>The status that a call ends with when this is thrown.</summary>
    public static StatusCode CodeOf(Exception failure, bool isCancelled) => failure switch
    {
        RpcException rpc => rpc.StatusCode,
        OperationCanceledException when isCancelled => StatusCode.Cancelled,
        _ => StatusCode.Unknown,
    };

    /// <summary>Whether a status is the fault of who serves, and not of who calls.</summary>
    public static bool IsServerFault(StatusCode code) => code is StatusCode.Unknown or StatusCode.DeadlineExceeded
        or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss;
}
