using System.Reflection;
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

    /// <summary>The methods with an HTTP route of the protos compiled into an assembly.</summary>
    public static IReadOnlyList<MethodDescriptor> PublicMethods(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return
        [
            .. assembly.GetTypes()
                .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
                .Where(property => property?.PropertyType == typeof(FileDescriptor))
                .SelectMany(property => ((FileDescriptor)property!.GetValue(null)!).Services)
                .SelectMany(service => service.Methods)
                .Where(method => method.AccessRule() is not null)
                .OrderBy(method => method.FullName, StringComparer.Ordinal),
        ];
    }
}
