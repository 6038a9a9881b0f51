using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LocalDapr.Runtime.Http;

/// <summary>The HTTP API of a sidecar apart from its building blocks: health, metadata, invocation.</summary>
internal static class SidecarApi
{
    public static void MapSidecarApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1.0/healthz", static () => Results.NoContent());
        routes.MapGet("/v1.0/healthz/outbound", static () => Results.NoContent());
        routes.MapGet("/v1.0/metadata", static (HttpContext context) => Results.Json(Describe(context.GetSidecar())));
        routes.Map("/v1.0/invoke/{appId}/method/{**path}", InvokeAsync);
    }

    private static Task InvokeAsync(HttpContext context)
    {
        var appId = (string)context.Request.RouteValues["appId"]!;
        // The path as it was sent: routing has decoded its own copy.
        var raw = context.Request.Path.ToUriComponent();
        var path = raw[(raw.IndexOf("/method", StringComparison.Ordinal) + "/method".Length)..];
        return context.RequestServices.GetRequiredService<HttpInvocation>().ForwardAsync(context, appId, path);
    }

    private static object Describe(Sidecar sidecar) => new
    {
        id = sidecar.AppId,
        runtimeVersion = "localdapr",
        components = sidecar.Resources.Components.Select(component => new
        {
            name = component.Name,
            type = component.Type,
            version = component.Version,
            capabilities = component.BuildingBlock == BuildingBlocks.State ? ["ETAG", "TRANSACTIONAL", "TTL"] : Array.Empty<string>(),
        }),
        appConnectionProperties = new { port = sidecar.App.AppPort, protocol = sidecar.App.Protocol.ToString().ToLowerInvariant() },
    };
}
