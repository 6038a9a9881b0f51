using System.Globalization;
using System.Text;
using Dapr.Proto.Runtime.V1;
using DurableTask.Protobuf;
using Google.Protobuf;
using LocalDapr.Runtime.Workflow.Engine;

namespace LocalDapr.Runtime.Workflow.Api;

/// <summary>The workflow API of Dapr, the same over gRPC and HTTP.</summary>
internal sealed class WorkflowCommands(AppWorkflows workflows)
{
    /// <summary>Dapr's limit for ids that come over this API.</summary>
    private const int MaxInstanceIdLength = 64;

    private const string StartTimeOption = "dapr.workflow.start_time";

    public async Task<StartWorkflowResponse> StartAsync(StartWorkflowRequest request, TraceContext? trace)
    {
        var instanceId = request.InstanceId.Length > 0 ? request.InstanceId : Guid.NewGuid().ToString();
        RequireNewId(instanceId);
        await workflows.Instances.StartAsync(new StartRequest
        {
            Name = request.WorkflowName,
            InstanceId = instanceId,
            Input = Text(request.Input),
            StartTime = StartTime(request),
            Trace = trace,
        });
        return new StartWorkflowResponse { InstanceId = instanceId };
    }

    /// <summary>The state of an instance; the answer has nothing but the id if there is none.</summary>
    public GetWorkflowResponse Get(GetWorkflowRequest request)
    {
        var response = new GetWorkflowResponse { InstanceId = request.InstanceId };
        if (workflows.Instances.Find(request.InstanceId, withPayloads: true) is not { } state)
        {
            return response;
        }

        response.WorkflowName = state.Name;
        response.CreatedAt = state.CreatedTimestamp;
        response.LastUpdatedAt = state.LastUpdatedTimestamp;
        response.RuntimeStatus = state.OrchestrationStatus.ToString().ToUpperInvariant();
        foreach (var (name, value) in Properties(state))
        {
            response.Properties[name] = value;
        }

        return response;
    }

    public Task RaiseAsync(RaiseEventWorkflowRequest request) => workflows.Instances.RaiseAsync(request.InstanceId, request.EventName, Text(request.EventData));

    public Task PauseAsync(PauseWorkflowRequest request) => workflows.Instances.SuspendAsync(request.InstanceId, reason: null);

    public Task ResumeAsync(ResumeWorkflowRequest request) => workflows.Instances.ResumeAsync(request.InstanceId, reason: null);

    public Task TerminateAsync(TerminateWorkflowRequest request) => workflows.Instances.TerminateAsync(request.InstanceId, output: null, recursive: true);

    public async Task PurgeAsync(PurgeWorkflowRequest request)
    {
        if (await workflows.Purge.PurgeAsync(request.InstanceId, recursive: true, force: false) == 0)
        {
            throw WorkflowErrors.NotFound(request.InstanceId).ToException();
        }
    }

    private static string? Text(ByteString bytes) => bytes.IsEmpty ? null : bytes.ToString(Encoding.UTF8);

    private static void RequireNewId(string id)
    {
        if (id.Length > MaxInstanceIdLength)
        {
            throw WorkflowErrors.InstanceIdTooLong(MaxInstanceIdLength).ToException();
        }

        if (!id.All(character => char.IsLetterOrDigit(character) || character is '_' or '-'))
        {
            throw WorkflowErrors.InvalidInstanceId(id).ToException();
        }
    }

    private static DateTimeOffset? StartTime(StartWorkflowRequest request)
    {
        if (!request.Options.TryGetValue(StartTimeOption, out var text))
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw WorkflowErrors.InvalidStartTime(request.WorkflowName).ToException();
    }

    private static IEnumerable<(string Name, string Value)> Properties(OrchestrationState state)
    {
        (string Name, string? Value)[] all =
        [
            ("dapr.workflow.custom_status", state.CustomStatus),
            ("dapr.workflow.input", state.Input),
            ("dapr.workflow.output", state.Output),
            ("dapr.workflow.failure.error_type", state.FailureDetails?.ErrorType),
            ("dapr.workflow.failure.error_message", state.FailureDetails?.ErrorMessage),
            ("dapr.workflow.failure.stack_trace", state.FailureDetails?.StackTrace),
        ];
        return all.Where(each => each.Value is not null).Select(each => (each.Name, each.Value!));
    }
}
