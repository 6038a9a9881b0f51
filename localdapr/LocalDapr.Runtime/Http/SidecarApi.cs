using LocalDapr.Runtime.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LocalDapr.Runtime.Http;

/// <summary>The HTTP API of a sidecar apart from its building blocks: health, invocation.</summary>
internal static class SidecarApi
{
    public static void MapSidecarApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1.0/healthz", static () => Results.NoContent());
        routes.MapGet("/v1.0/healthz/outbound", static () => Results.NoContent());
        routes.Map("/v1.0/invoke/{appId}/method/{**path}", InvokeAsync);
    }

    // Behind /v1.0/invoke/{appId}/method.
    private static Task InvokeAsync(HttpContext context)
    {
        var appId = (string)context.Request.RouteValues["appId"]!;
        var path = "/" + RequestPath.Behind(context, segments: 4);
        return context.RequestServices.GetRequiredService<HttpInvocation>().ForwardAsync(context, appId, path);
    }
}
