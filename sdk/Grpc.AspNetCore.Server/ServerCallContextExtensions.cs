using Grpc.AspNetCore.Server.Internal;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>Reaches ASP.NET Core from a gRPC call.</summary>
public static class ServerCallContextExtensions
{
    private const string HttpContextKey = "__HttpContext";

    /// <summary>
    /// The HTTP request that carries the call. A context that an interceptor or a test made gives it in its user state, under the key
    /// <c>__HttpContext</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The call is not served by ASP.NET Core.</exception>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        if (serverCallContext is HttpContextServerCallContext context)
        {
            return context.HttpContext;
        }

        return serverCallContext.UserState.TryGetValue(HttpContextKey, out var found) && found is HttpContext httpContext
            ? httpContext
            : throw new InvalidOperationException("The call is not served by ASP.NET Core.");
    }
}
