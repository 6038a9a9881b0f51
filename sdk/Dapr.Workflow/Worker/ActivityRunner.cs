using System.Diagnostics;
using Dapr.Workflow.Serialization;
using DurableTask.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dapr.Workflow.Worker;

/// <summary>Runs activities, each in a scope of its own.</summary>
/// <param name="registry">The activities.</param>
/// <param name="scopes">Makes the scopes.</param>
/// <param name="serializer">Writes and reads payloads.</param>
/// <param name="logger">Hears of failures.</param>
internal sealed partial class ActivityRunner(
    WorkflowRegistry registry, IServiceScopeFactory scopes, IWorkflowSerializer serializer, ILogger<ActivityRunner> logger)
{
    private static readonly ActivitySource Source = new("Dapr.Workflow");

    /// <summary>Runs an activity. Its failures are part of the answer.</summary>
    public async Task<ActivityResponse> RunAsync(ActivityRequest request, string completionToken)
    {
        var response = new ActivityResponse
        {
            InstanceId = request.OrchestrationInstance?.InstanceId ?? "",
            TaskId = request.TaskId,
            CompletionToken = completionToken,
        };
        if (!registry.HasActivity(request.Name))
        {
            response.FailureDetails =
                FailureDetails.Permanent("ActivityNotFoundException", $"Activity '{request.Name}' is not registered in this app.");
            return response;
        }

        using var trace = StartTrace(request);
        try
        {
            response.Result = await CreateAndRunAsync(request, response.InstanceId);
        }
        catch (Exception failure)
        {
            trace?.SetStatus(ActivityStatusCode.Error);
            LogFailed(request.Name, response.InstanceId, failure);
            response.FailureDetails = FailureDetails.Of(failure);
        }

        return response;
    }

    private async Task<string?> CreateAndRunAsync(ActivityRequest request, string instanceId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var activity = registry.CreateActivity(request.Name, scope.ServiceProvider);
        var key = request.TaskExecutionId.Length > 0 ? request.TaskExecutionId : $"{instanceId}/{request.TaskId}";
        var input = serializer.Deserialize(request.Input, activity.InputType) ?? DefaultValue.Of(activity.InputType);
        var output = await activity.RunAsync(new ActivityContext(request.Name, instanceId, key), input);
        return output is null ? null : serializer.Serialize(output);
    }

    /// <summary>The span of an activity, in the trace of who scheduled the workflow.</summary>
    private static Activity? StartTrace(ActivityRequest request)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var name = $"activity {request.Name}";
        var trace = ActivityContextOf(request.ParentTraceContext) is { } parent
            ? Source.StartActivity(name, ActivityKind.Internal, parent)
            : Source.StartActivity(name);
        trace?.SetTag("workflow.instance.id", request.OrchestrationInstance?.InstanceId);
        trace?.SetTag("workflow.activity.name", request.Name);
        return trace;
    }

    private static System.Diagnostics.ActivityContext? ActivityContextOf(TraceContext? trace) =>
        System.Diagnostics.ActivityContext.TryParse(trace?.TraceParent, trace?.TraceState, out var context) ? context : null;

    [LoggerMessage(LogLevel.Warning, "Activity {Name} of workflow instance {InstanceId} failed")]
    private partial void LogFailed(string name, string instanceId, Exception failure);
}
