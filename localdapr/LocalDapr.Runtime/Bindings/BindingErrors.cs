using Grpc.Core;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Bindings;

/// <summary>The errors of the bindings API, and of bindings that are declared wrongly.</summary>
internal static class BindingErrors
{
    public static DaprException Invoke(string binding, string reason) =>
        new DaprError("ERR_INVOKE_OUTPUT_BINDING", 500, StatusCode.Internal, $"error invoking output binding {binding}: {reason}").ToException();

    public static ConfigurationException Invalid(this Component component, string reason) =>
        new($"{component.Location}: component {component.Name} ({component.Type}): {reason}");
}
