using System.Reflection;
using System.Reflection.Emit;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Platform.Hosting.Access;
using Platform.Identity.V1;

namespace Platform.Identity.Tests.Access;

/// <summary>
/// Every service of all protos with none of its methods implemented: a call that its access rule lets in gets UNIMPLEMENTED. So rules are tested as
/// services enforce them, also of services that are not written yet.
/// </summary>
internal static class Stubs
{
    private static readonly Assembly Protos = typeof(UsersReflection).Assembly;

    /// <summary>Maps all of them.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Stubs"), AssemblyBuilderAccess.Run).DefineDynamicModule("Stubs");
        var map = typeof(GrpcEndpointRouteBuilderExtensions).GetMethod(nameof(GrpcEndpointRouteBuilderExtensions.MapGrpcService))!;
        var services = MethodAccess.PublicMethods(Protos).Select(method => method.Service.FullName).ToHashSet();
        foreach (var container in Protos.GetTypes().Where(type => Descriptor(type) is { } service && services.Contains(service.FullName)))
        {
            var generated = container.GetNestedTypes().Single(type => type.IsAbstract && type.Name.EndsWith("Base", StringComparison.Ordinal));
            var stub = module.DefineType(container.FullName + ".Stub", TypeAttributes.Public | TypeAttributes.Class, generated).CreateType();
            map.MakeGenericMethod(stub).Invoke(null, [app]);
        }
    }

    private static ServiceDescriptor? Descriptor(Type type) =>
        type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static) is { } property && property.PropertyType == typeof(ServiceDescriptor)
            ? (ServiceDescriptor)property.GetValue(null)!
            : null;
}
