using Google.Api;
using Google.Protobuf.Reflection;
using Platform.Access.V1;

namespace Platform.Hosting.Access;

/// <summary>The access rules in protos.</summary>
public static class MethodAccess
{
    /// <summary>Who may call a method; null for a method between services, which has no HTTP route.</summary>
    public static AccessRule? AccessRule(this MethodDescriptor method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return method.GetOptions() is { } options && options.HasExtension(AnnotationsExtensions.Http)
            ? options.GetExtension(AccessExtensions.Access) ?? new AccessRule()
            : null;
    }
}
