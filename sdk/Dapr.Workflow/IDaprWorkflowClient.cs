using Dapr.Common;
using Dapr.Workflow.Client;

namespace Dapr.Workflow;

/// <summary>
/// Starts workflow instances of the app and works with them. Its calls end with a <see cref="Grpc.Core.RpcException"/> when the sidecar refuses
/// or cannot be reached.
/// </summary>
public interface IDaprWorkflowClient : IDaprClient, IAsyncDisposable
{
    /// <summary>Starts an instance now.</summary>
    /// <inheritdoc cref="ScheduleNewWorkflowAsync(string, string?, object?, DateTimeOffset?, CancellationToken)" />
    Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId = null, object? input = null);

    /// <inheritdoc cref="ScheduleNewWorkflowAsync(string, string?, object?, DateTimeOffset?, CancellationToken)" />
    Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId, object? input, DateTime? startTime);

    /// <summary>Starts an instance.</summary>
    /// <param name="name">The name of the workflow.</param>
    /// <param name="instanceId">The id of the instance; null makes a random one. The id of an instance that has ended may be used again.</param>
    /// <param name="input">The input, which must be serializable.</param>
    /// <param name="startTime">When it starts; null: now.</param>
    /// <param name="cancellation">Gives up; the instance may have been started.</param>
    /// <returns>The id of the instance.</returns>
    /// <exception cref="Grpc.Core.RpcException">An instance with that id is active, or the id or the name is not allowed.</exception>
    Task<string> ScheduleNewWorkflowAsync(
        string name, string? instanceId, object? input, DateTimeOffset? startTime, CancellationToken cancellation = default);

    /// <summary>Reads the state of an instance.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="getInputsAndOutputs">Whether input, output, custom status and failure are wanted.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The state, or null if there is no such instance.</returns>
    Task<WorkflowState?> GetWorkflowStateAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default);

    /// <summary>Waits until an instance is not pending any more.</summary>
    /// <inheritdoc cref="GetWorkflowStateAsync" path="/param" />
    /// <exception cref="Grpc.Core.RpcException">There is no such instance.</exception>
    Task<WorkflowState> WaitForWorkflowStartAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default);

    /// <summary>Waits until an instance has completed, failed or was terminated.</summary>
    /// <inheritdoc cref="WaitForWorkflowStartAsync" />
    Task<WorkflowState> WaitForWorkflowCompletionAsync(
        string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default);

    /// <summary>Sends an event to an instance. It is kept until the instance waits for it; an instance that has ended ignores it.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="eventName">The name of the event; case does not matter.</param>
    /// <param name="eventPayload">The payload, which must be serializable.</param>
    /// <param name="cancellation">Gives up; the event may have been sent.</param>
    Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default);

    /// <summary>Ends an instance and its child workflows. Activities that run are not interrupted.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="output">Becomes its output.</param>
    /// <param name="cancellation">Gives up.</param>
    Task TerminateWorkflowAsync(string instanceId, object? output = null, CancellationToken cancellation = default);

    /// <summary>Halts an instance: what happens to it is kept for later.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Gives up.</param>
    Task SuspendWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Lets a suspended instance go on.</summary>
    /// <inheritdoc cref="SuspendWorkflowAsync" />
    Task ResumeWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Deletes an instance that has ended, and its child workflows.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether something was deleted.</returns>
    /// <exception cref="Grpc.Core.RpcException">The instance has not ended.</exception>
    Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default);

    /// <summary>Lists the instances of the app.</summary>
    /// <param name="continuationToken">From the page before; null for the first page.</param>
    /// <param name="pageSize">Length of the page; null lets the sidecar choose.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<WorkflowInstancePage> ListInstanceIdsAsync(
        string? continuationToken = null, int? pageSize = null, CancellationToken cancellation = default);

    /// <summary>Reads what has happened to an instance, in order.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Grpc.Core.RpcException">There is no such instance.</exception>
    Task<IReadOnlyList<WorkflowHistoryEvent>> GetInstanceHistoryAsync(string instanceId, CancellationToken cancellation = default);
}
