using Grpc.Core;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Invocation;

/// <summary>The failures of service invocation.</summary>
internal static class InvocationErrors
{
    public const string Unhealthy = "app is not in a healthy state";

    public static DaprException NotFound(string appId) => Failed(appId, $"couldn't find service: {appId}");

    public static DaprException Failed(string appId, string reason) =>
        new DaprError("ERR_DIRECT_INVOKE", 500, StatusCode.Internal, $"failed to invoke, id: {appId}, err: {reason}").ToException();
}
