using Dapr.Workflow.Client;
using Dapr.Workflow.Serialization;
using DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Dapr.Workflow;

/// <inheritdoc cref="IDaprWorkflowClient" />
public sealed class DaprWorkflowClient : IDaprWorkflowClient
{
    private readonly TaskHubSidecarService.TaskHubSidecarServiceClient _sidecar;
    private readonly IWorkflowSerializer _serializer;
    private readonly WorkflowChannel? _ownChannel;

    /// <param name="channel">The way to the sidecar.</param>
    /// <param name="serializer">Writes and reads payloads.</param>
    /// <param name="ownsChannel">Whether the channel ends with the client.</param>
    internal DaprWorkflowClient(WorkflowChannel channel, IWorkflowSerializer serializer, bool ownsChannel)
    {
        _sidecar = channel.Client;
        _serializer = serializer;
        _ownChannel = ownsChannel ? channel : null;
    }

    /// <inheritdoc />
    public Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId = null, object? input = null) =>
        ScheduleNewWorkflowAsync(name, instanceId, input, startTime: null, CancellationToken.None);

    /// <inheritdoc />
    public Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId, object? input, DateTime? startTime) =>
        ScheduleNewWorkflowAsync(name, instanceId, input, startTime is { } start ? new DateTimeOffset(start) : null, CancellationToken.None);

    /// <inheritdoc />
    public async Task<string> ScheduleNewWorkflowAsync(
        string name, string? instanceId, object? input, DateTimeOffset? startTime, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var request = new CreateInstanceRequest
        {
            Name = name,
            InstanceId = instanceId ?? Guid.NewGuid().ToString(),
            Input = Serialize(input),
            ScheduledStartTimestamp = startTime?.ToTimestamp(),
        };
        var response = await _sidecar.StartInstanceAsync(request, cancellationToken: cancellation);
        return response.InstanceId;
    }

    /// <inheritdoc />
    public async Task<WorkflowState?> GetWorkflowStateAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default)
    {
        var response = await _sidecar.GetInstanceAsync(Request(instanceId, getInputsAndOutputs), cancellationToken: cancellation);
        return response.Exists ? new WorkflowState(response.OrchestrationState, _serializer) : null;
    }

    /// <inheritdoc />
    public async Task<WorkflowState> WaitForWorkflowStartAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default) =>
        Found(instanceId, await _sidecar.WaitForInstanceStartAsync(
            Request(instanceId, getInputsAndOutputs), cancellationToken: cancellation));

    /// <inheritdoc />
    public async Task<WorkflowState> WaitForWorkflowCompletionAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default) =>
        Found(instanceId, await _sidecar.WaitForInstanceCompletionAsync(
            Request(instanceId, getInputsAndOutputs), cancellationToken: cancellation));

    /// <inheritdoc />
    public async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var request = new RaiseEventRequest { InstanceId = instanceId, Name = eventName, Input = Serialize(eventPayload) };
        await _sidecar.RaiseEventAsync(request, cancellationToken: cancellation);
    }

    /// <inheritdoc />
    public async Task TerminateWorkflowAsync(string instanceId, object? output = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var request = new TerminateRequest { InstanceId = instanceId, Output = Serialize(output), Recursive = true };
        await _sidecar.TerminateInstanceAsync(request, cancellationToken: cancellation);
    }

    /// <inheritdoc />
    public async Task SuspendWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await _sidecar.SuspendInstanceAsync(
            new SuspendRequest { InstanceId = instanceId, Reason = reason }, cancellationToken: cancellation);
    }

    /// <inheritdoc />
    public async Task ResumeWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await _sidecar.ResumeInstanceAsync(
            new ResumeRequest { InstanceId = instanceId, Reason = reason }, cancellationToken: cancellation);
    }

    /// <inheritdoc />
    public async Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var request = new PurgeInstancesRequest { InstanceId = instanceId, Recursive = true };
        var response = await _sidecar.PurgeInstancesAsync(request, cancellationToken: cancellation);
        return response.DeletedInstanceCount > 0;
    }

    /// <inheritdoc />
    public async Task<WorkflowInstancePage> ListInstanceIdsAsync(
        string? continuationToken = null, int? pageSize = null, CancellationToken cancellation = default)
    {
        var request = new ListInstanceIDsRequest();
        if (continuationToken is not null)
        {
            request.ContinuationToken = continuationToken;
        }

        if (pageSize is { } size)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(pageSize));
            request.PageSize = (uint)size;
        }

        var response = await _sidecar.ListInstanceIDsAsync(request, cancellationToken: cancellation);
        return new WorkflowInstancePage([.. response.InstanceIds], response.HasContinuationToken ? response.ContinuationToken : null);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<WorkflowHistoryEvent>> GetInstanceHistoryAsync(string instanceId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var request = new GetInstanceHistoryRequest { InstanceId = instanceId };
        var response = await _sidecar.GetInstanceHistoryAsync(request, cancellationToken: cancellation);
        return [.. response.Events.Select(historyEvent => historyEvent.ToHistoryEvent())];
    }

    /// <inheritdoc />
    public void Dispose() => _ownChannel?.Dispose();

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static GetInstanceRequest Request(string instanceId, bool getInputsAndOutputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return new GetInstanceRequest { InstanceId = instanceId, GetInputsAndOutputs = getInputsAndOutputs };
    }

    private string? Serialize(object? value) => value is null ? null : _serializer.Serialize(value);

    private WorkflowState Found(string instanceId, GetInstanceResponse response) => response.Exists
        ? new WorkflowState(response.OrchestrationState, _serializer)
        : throw new RpcException(new Status(StatusCode.NotFound, $"there is no workflow instance '{instanceId}'"));
}
