using System.Text;
using System.Text.Json.Serialization;
using Dapr.Proto.Runtime.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LocalDapr.Runtime.Workflow.Api;

/// <summary>Management of instances over HTTP: <c>/v1.0/workflows/…</c>, and the same under its older names.</summary>
internal static class WorkflowApi
{
    public static void MapWorkflowApi(this IEndpointRouteBuilder routes)
    {
        foreach (var version in (ReadOnlySpan<string>)["v1.0", "v1.0-beta1", "v1.0-alpha1"])
        {
            var group = routes.MapGroup($"/{version}/workflows/{{component}}");
            group.MapPost("/{id}/start", StartAsync);
            group.MapGet("/{id}", Get);
            group.MapPost("/{id}/raiseEvent/{eventName}", RaiseAsync);
            group.MapPost("/{id}/pause", (HttpContext context, string id) =>
                AcceptAsync(Commands(context).PauseAsync(new PauseWorkflowRequest { InstanceId = id })));
            group.MapPost("/{id}/resume", (HttpContext context, string id) =>
                AcceptAsync(Commands(context).ResumeAsync(new ResumeWorkflowRequest { InstanceId = id })));
            group.MapPost("/{id}/terminate", (HttpContext context, string id) =>
                AcceptAsync(Commands(context).TerminateAsync(new TerminateWorkflowRequest { InstanceId = id })));
            group.MapPost("/{id}/purge", (HttpContext context, string id) =>
                AcceptAsync(Commands(context).PurgeAsync(new PurgeWorkflowRequest { InstanceId = id })));
        }
    }

    private static WorkflowCommands Commands(HttpContext context) => new(context.RequestServices.GetRequiredService<WorkflowRuntime>().Of(context.GetSidecar()));

    private static async Task<IResult> AcceptAsync(Task command)
    {
        await command;
        return Results.Accepted();
    }

    private static async Task<IResult> StartAsync(HttpContext context, string id)
    {
        var request = new StartWorkflowRequest
        {
            WorkflowName = id,
            InstanceId = context.Request.Query["instanceID"].ToString(),
            Input = Google.Protobuf.ByteString.CopyFrom(await ReadBodyAsync(context), Encoding.UTF8),
        };
        var response = await Commands(context).StartAsync(request, WorkflowTrace.Of(context));
        return Results.Json(new Started(response.InstanceId), statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult Get(HttpContext context, string id)
    {
        var state = Commands(context).Get(new GetWorkflowRequest { InstanceId = id });
        if (state.RuntimeStatus.Length == 0)
        {
            throw Engine.WorkflowErrors.NotFound(id).ToException();
        }

        return Results.Json(new State(
            state.InstanceId,
            state.WorkflowName,
            state.CreatedAt.ToDateTimeOffset().UtcDateTime,
            state.LastUpdatedAt.ToDateTimeOffset().UtcDateTime,
            state.RuntimeStatus,
            state.Properties));
    }

    private static async Task<IResult> RaiseAsync(HttpContext context, string id, string eventName)
    {
        var data = Google.Protobuf.ByteString.CopyFrom(await ReadBodyAsync(context), Encoding.UTF8);
        await Commands(context).RaiseAsync(new RaiseEventWorkflowRequest { InstanceId = id, EventName = eventName, EventData = data });
        return Results.Accepted();
    }

    private static async Task<string> ReadBodyAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(context.RequestAborted);
    }

    private sealed record Started([property: JsonPropertyName("instanceID")] string InstanceId);

    private sealed record State(
        [property: JsonPropertyName("instanceID")] string InstanceId,
        string WorkflowName,
        DateTime CreatedAt,
        DateTime LastUpdatedAt,
        string RuntimeStatus,
        IDictionary<string, string> Properties);
}
