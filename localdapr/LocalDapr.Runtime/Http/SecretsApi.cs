using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalDapr.Runtime.Http;

/// <summary>The secrets API over HTTP: <c>/v1.0/secrets/{store}</c>.</summary>
internal static class SecretsApi
{
    public static void MapSecretsApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1.0/secrets/{store}/bulk", static (HttpContext context, string store) =>
            Results.Json(context.GetSidecar().Resources.Secrets.GetAll(store)));
        // Behind /v1.0/secrets/{store}/: names such as those of AWS have slashes.
        routes.MapGet("/v1.0/secrets/{store}/{**name}", static (HttpContext context, string store) =>
            Results.Json(context.GetSidecar().Resources.Secrets.Get(store, Uri.UnescapeDataString(RequestPath.Behind(context, segments: 3)))));
    }
}
