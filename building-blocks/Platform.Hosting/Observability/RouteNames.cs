using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Platform.Hosting.Observability;

/// <summary>Names the spans of requests by method and route: of the sidecar's callbacks, that is, for gRPC calls get the names of their methods.</summary>
internal static class RouteNames
{
    /// <summary>The middleware; behind routing.</summary>
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span
            && context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
        {
            span.DisplayName = $"{context.Request.Method} /{route.TrimStart('/')}";
        }

        return next(context);
    }
}
