using Grpc.Core;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Bindings;

/// <summary>The errors of the bindings API.</summary>
internal static class BindingErrors
{
    public static DaprException Invoke(string binding, string reason) =>
        new DaprError("ERR_INVOKE_OUTPUT_BINDING", 500, StatusCode.Internal, $"error invoking output binding {binding}: {reason}").ToException();
}
