using Grpc.Core;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Secrets;

/// <summary>The failures of the secrets API with the codes and statuses that Dapr documents.</summary>
internal static class SecretErrors
{
    public static DaprException NotConfigured() =>
        Error("ERR_SECRET_STORES_NOT_CONFIGURED", 500, StatusCode.FailedPrecondition, "secret store is not configured");

    public static DaprException NotFound(string store) =>
        Error("ERR_SECRET_STORE_NOT_FOUND", 401, StatusCode.InvalidArgument, $"failed finding secret store with key {store}");

    public static DaprException Denied(string store, string name) =>
        Error("ERR_PERMISSION_DENIED", 403, StatusCode.PermissionDenied, $"access denied by policy to get \"{name}\" from \"{store}\"");

    public static DaprException Missing(string store, string name) =>
        Error("ERR_SECRET_GET", 500, StatusCode.Internal, $"failed getting secret with key {name} from secret store {store}: secret {name} not found");

    private static DaprException Error(string code, int httpStatus, StatusCode grpcStatus, string message) =>
        new DaprError(code, httpStatus, grpcStatus, message).ToException();
}
