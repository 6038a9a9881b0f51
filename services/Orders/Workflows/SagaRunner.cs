using Dapr.Workflow;
using Grpc.Core;

namespace Platform.Orders.Workflows;

/// <summary>Starts workflows and waits for them, but never for long.</summary>
internal sealed class SagaRunner(DaprWorkflowClient workflows)
{
    // A caller gets the order as it is then; what is under way goes on.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Starts a workflow, unless its id is in use: then the one that has it is the one.</summary>
    /// <returns>The input of the workflow that has the id.</returns>
    public async Task<TInput> StartOnceAsync<TInput>(string workflow, string instanceId, TInput input, CancellationToken cancellationToken)
        where TInput : class
    {
        try
        {
            await workflows.ScheduleNewWorkflowAsync(workflow, instanceId, input, startTime: null, cancellation: cancellationToken);
            return input;
        }
        catch (RpcException taken) when (taken.StatusCode is StatusCode.AlreadyExists or StatusCode.Unknown or StatusCode.Internal)
        {
            var running = await workflows.GetWorkflowStateAsync(instanceId, cancellation: cancellationToken);
            if (running is { Exists: true })
            {
                return running.ReadInputAs<TInput>() ?? input;
            }

            throw;
        }
    }

    /// <summary>Wakes a workflow that waits for an event; nothing where there is none.</summary>
    public async Task WakeAsync(string instanceId, string eventName, CancellationToken cancellationToken)
    {
        try
        {
            await workflows.RaiseEventAsync(instanceId, eventName, "", cancellationToken);
        }
        catch (RpcException)
        {
            // It looks by itself from time to time.
        }
    }

    /// <summary>Waits for the end of a workflow for a moment.</summary>
    /// <returns>Its state; null where it takes longer.</returns>
    public async Task<WorkflowState?> AwaitAsync(string instanceId, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
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
