using Grpc.Core;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Health;

/// <summary>The failures of the health API with the codes that Dapr documents.</summary>
internal static class HealthErrors
{
    public static DaprException NotReady(string appId) => Error("ERR_HEALTH_NOT_READY", $"dapr is not ready: app {appId} does not take calls");

    public static DaprException OtherApp() => Error("ERR_HEALTH_APPID_NOT_MATCH", "dapr app-id does not match");

    private static DaprException Error(string code, string message) => new DaprError(code, 500, StatusCode.Internal, message).ToException();
}
