using Dapr.Workflow.Client;
using Dapr.Workflow.Serialization;
using DurableTask.Protobuf;

namespace Dapr.Workflow;

/// <summary>What was known of a workflow instance when it was asked for.</summary>
public sealed class WorkflowState
{
    private readonly OrchestrationState? _state;
    private readonly IWorkflowSerializer _serializer;

    internal WorkflowState(OrchestrationState? state, IWorkflowSerializer serializer)
    {
        _state = state;
        _serializer = serializer;
    }

    /// <summary>Whether there is such an instance.</summary>
    public bool Exists => _state is not null;

    /// <summary>Whether it runs; false while it is suspended.</summary>
    public bool IsWorkflowRunning => RuntimeStatus == WorkflowRuntimeStatus.Running;

    /// <summary>Whether it has completed, failed or was terminated.</summary>
    public bool IsWorkflowCompleted =>
        RuntimeStatus is WorkflowRuntimeStatus.Completed or WorkflowRuntimeStatus.Failed or WorkflowRuntimeStatus.Terminated;

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt => _state?.CreatedTimestamp?.ToDateTimeOffset() ?? default;

    /// <summary>When its state changed last.</summary>
    public DateTimeOffset LastUpdatedAt => _state?.LastUpdatedTimestamp?.ToDateTimeOffset() ?? default;

    /// <summary>How it fares.</summary>
    public WorkflowRuntimeStatus RuntimeStatus => _state?.OrchestrationStatus.ToRuntimeStatus() ?? WorkflowRuntimeStatus.Unknown;

    /// <summary>Why it failed, if it did and if inputs and outputs were asked for.</summary>
    public WorkflowTaskFailureDetails? FailureDetails => _state?.FailureDetails is { } failure ? failure.ToFailureDetails() : null;

    /// <summary>Reads the input; the default if inputs were not asked for.</summary>
    public T? ReadInputAs<T>() => _serializer.Deserialize<T>(_state?.Input);

    /// <summary>Reads the output; the default while there is none or if outputs were not asked for.</summary>
    public T? ReadOutputAs<T>() => _serializer.Deserialize<T>(_state?.Output);

    /// <summary>Reads what the instance says of itself; the default if that is nothing or if outputs were not asked for.</summary>
    public T? ReadCustomStatusAs<T>() => _serializer.Deserialize<T>(_state?.CustomStatus);
}
