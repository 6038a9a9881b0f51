using Dapr.Workflow;
using Grpc.Core;

namespace Platform.Workflows;

/// <summary>What services do with workflows whose ids they choose, so that the same request twice is one workflow.</summary>
public static class WorkflowClientExtensions
{
    // Well below the deadline of a call: the caller gets the state as it is then, what is under way goes on.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);

    /// <summary>Starts a workflow, unless its id is in use: then the one that has it is the one.</summary>
    /// <param name="workflows">The client.</param>
    /// <param name="workflow">The workflow's name.</param>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="input">Its input.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The input of the workflow that has the id.</returns>
    /// <exception cref="RpcException">It could not be started, and none has the id.</exception>
    public static async Task<TInput> StartOnceAsync<TInput>(
        this DaprWorkflowClient workflows,
        string workflow,
        string instanceId,
        TInput input,
        CancellationToken cancellationToken)
        where TInput : class
    {
        ArgumentNullException.ThrowIfNull(workflows);
        try
        {
            await workflows.ScheduleNewWorkflowAsync(workflow, instanceId, input, startTime: null, cancellation: cancellationToken);
            return input;
        }
        // Runtimes differ in how they say that an id is taken: whether it is decides what they know of it.
        catch (RpcException refused) when (refused.StatusCode is StatusCode.AlreadyExists or StatusCode.Unknown or StatusCode.Internal)
        {
            var running = await workflows.GetWorkflowStateAsync(instanceId, cancellation: cancellationToken);
            if (running is { Exists: true })
            {
                return running.ReadInputAs<TInput>() ?? input;
            }

            throw;
        }
    }

    /// <summary>Tells a workflow of an event. Where there is none, or it can't be told now, nothing happens: only for workflows that also look by themselves from time to time.</summary>
    /// <param name="workflows">The client.</param>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="eventName">The event that it waits for.</param>
    /// <param name="payload">What it is told.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task TryRaiseEventAsync(
        this DaprWorkflowClient workflows,
        string instanceId,
        string eventName,
        object payload,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workflows);
        try
        {
            await workflows.RaiseEventAsync(instanceId, eventName, payload, cancellationToken);
        }
        catch (RpcException)
        {
            // It has ended, was never started, or looks by itself.
        }
    }

    /// <summary>Waits for the end of a workflow for a moment, 3 s, so that a caller mostly sees what became of its request.</summary>
    /// <param name="workflows">The client.</param>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Its state; null where it takes longer.</returns>
    public static async Task<WorkflowState?> AwaitBrieflyAsync(this DaprWorkflowClient workflows, string instanceId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workflows);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Moment);
        try
        {
            return await workflows.WaitForWorkflowCompletionAsync(instanceId, cancellation: patience.Token);
        }
        catch (Exception ended) when (ended is RpcException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
