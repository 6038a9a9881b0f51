using LocalDapr.Runtime.Health;
using LocalDapr.Runtime.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LocalDapr.Runtime.Http;

/// <summary>The HTTP API of a sidecar apart from its building blocks: health, shutdown, invocation.</summary>
internal static class SidecarApi
{
    public static void MapSidecarApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1.0/healthz", GetHealth);
        // The sidecar's own APIs can be used as soon as it listens, whatever the app does.
        routes.MapGet("/v1.0/healthz/outbound", static () => Results.NoContent());
        routes.MapPost("/v1.0/shutdown", static (HttpContext context) =>
        {
            context.GetSidecar().ShutdownAfter(context.Response);
            return Results.NoContent();
        });
        routes.Map("/v1.0/invoke/{appId}/method/{**path}", InvokeAsync);
    }

    private static IResult GetHealth(HttpContext context)
    {
        var sidecar = context.GetSidecar();
        if (!sidecar.Health.IsReady)
        {
            throw HealthErrors.NotReady(sidecar.AppId);
        }

        return context.Request.Query["appid"] is [var appId, ..] && appId != sidecar.AppId
            ? throw HealthErrors.OtherApp()
            : Results.NoContent();
    }

    // Behind /v1.0/invoke/{appId}/method.
    private static Task InvokeAsync(HttpContext context)
    {
        var appId = (string)context.Request.RouteValues["appId"]!;
        context.EnsureTraceContext();
        var path = "/" + RequestPath.Behind(context, segments: 4);
        return context.RequestServices.GetRequiredService<HttpInvocation>().ForwardAsync(context, appId, path);
    }
}
