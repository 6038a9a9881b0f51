using System.Collections.Concurrent;
using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Platform.Access.V1;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;

namespace Platform.Hosting.Internal;

/// <summary>Holds calls against the access rule of their method. Services on their own behalf pass every rule.</summary>
internal sealed class AccessCheck
{
    private readonly ConcurrentDictionary<string, AccessRule?> _rules = new(StringComparer.Ordinal);

    /// <summary>Refuses a call that its method's rule does not let in.</summary>
    /// <exception cref="UnauthenticatedException">SIGN_IN_REQUIRED.</exception>
    /// <exception cref="PermissionDeniedException">ROLE_REQUIRED or SCOPE_REQUIRED.</exception>
    public void Require(ServerCallContext context)
    {
        if (_rules.GetOrAdd(context.Method, static (_, call) => FindRule(call), context) is { } rule)
        {
            Require(rule, context.Principal());
        }
    }

    internal static void Require(AccessRule rule, Principal caller)
    {
        if (caller.Kind == PrincipalKind.Service)
        {
            return;
        }

        if (caller.Kind == PrincipalKind.Anonymous)
        {
            if (!rule.Anonymous)
            {
                throw new UnauthenticatedException("SIGN_IN_REQUIRED", "This needs a signed-in caller.");
            }

            return;
        }

        if (rule.Roles.Count > 0 && !rule.Roles.Any(caller.HasRole))
        {
            throw new PermissionDeniedException("ROLE_REQUIRED", "This needs another role.") { Facts = { ["roles"] = string.Join(' ', rule.Roles) } };
        }

        // What names no scope and is not for everyone needs credentials that are good for everything: a forgotten scope opens nothing to a narrow API key.
        var isForEveryone = rule.Scope.Length == 0 && rule.Anonymous;
        if (!isForEveryone && !caller.HasScope(rule.Scope))
        {
            var scope = rule.Scope.Length > 0 ? rule.Scope : "*";
            throw new PermissionDeniedException("SCOPE_REQUIRED", "The credentials are not good for this.") { Facts = { ["scope"] = scope } };
        }
    }

    private static AccessRule? FindRule(ServerCallContext context) =>
        context.GetHttpContext().GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is { } grpc
        && grpc.ServiceType.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType is { } generated
        && generated.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is ServiceDescriptor service
            ? service.FindMethodByName(grpc.Method.Name)?.AccessRule()
            : null;
}
