using System.Text;
using Dapr.Proto.Runtime.V1;
using LocalDapr.Runtime.Actors;
using LocalDapr.Runtime.Description;
using LocalDapr.Runtime.Workflow.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalDapr.Runtime.Http;

/// <summary>The metadata API over HTTP: <c>/v1.0/metadata</c>.</summary>
internal static class MetadataApi
{
    public static void MapMetadataApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1.0/metadata", static (HttpContext context, ActorDescription actors, WorkflowRuntime workflows) =>
        {
            var sidecar = context.GetSidecar();
            return Results.Json(ToJson(SidecarMetadata.Describe(sidecar, actors.Describe(sidecar), workflows.Describe(sidecar))));
        });
        routes.MapPut("/v1.0/metadata/{key}", SetAsync);
    }

    private static async Task SetAsync(HttpContext context)
    {
        var value = Encoding.UTF8.GetString(await RequestBody.ReadAsync(context));
        context.GetSidecar().Labels.Set((string)context.Request.RouteValues["key"]!, value);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static object ToJson(GetMetadataResponse metadata) => new
    {
        id = metadata.Id,
        runtimeVersion = metadata.RuntimeVersion,
        components = metadata.RegisteredComponents.Select(component => new
        {
            name = component.Name,
            type = component.Type,
            version = component.Version,
            capabilities = component.Capabilities,
        }),
        extended = metadata.ExtendedMetadata,
        subscriptions = metadata.Subscriptions.Select(ToJson),
        appConnectionProperties = metadata.AppConnectionProperties is { } app
            ? new { port = app.Port, protocol = app.Protocol, channelAddress = app.ChannelAddress, health = app.Health is { } health ? ToJson(health) : null }
            : null,
        actors = metadata.ActiveActorsCount.Select(ToJson),
        actorRuntime = new
        {
            runtimeStatus = metadata.ActorRuntime.RuntimeStatus.ToString().ToUpperInvariant(),
            activeActors = metadata.ActorRuntime.ActiveActors.Select(ToJson),
            hostReady = metadata.ActorRuntime.HostReady,
            placement = metadata.ActorRuntime.Placement,
        },
        workflows = metadata.Workflows is { } workflows ? new { connectedWorkers = workflows.ConnectedWorkers } : null,
    };

    private static object ToJson(PubsubSubscription subscription) => new
    {
        pubsubname = subscription.PubsubName,
        topic = subscription.Topic,
        metadata = subscription.Metadata,
        rules = subscription.Rules.Rules.Select(rule => new { match = rule.Match, path = rule.Path }),
        deadLetterTopic = subscription.DeadLetterTopic,
        type = subscription.Type.ToString().ToUpperInvariant(),
    };

    private static object ToJson(AppConnectionHealthProperties health) => new
    {
        healthCheckPath = health.HealthCheckPath,
        healthProbeInterval = health.HealthProbeInterval,
        healthProbeTimeout = health.HealthProbeTimeout,
        healthThreshold = health.HealthThreshold,
    };

    private static object ToJson(ActiveActorsCount actors) => new { type = actors.Type, count = actors.Count };
}
