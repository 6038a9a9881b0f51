namespace Dapr.Workflow.Client;

/// <summary>What can happen to a workflow instance.</summary>
public enum WorkflowHistoryEventType
{
    /// <summary>Something that this SDK does not know.</summary>
    Unknown = 0,

    /// <summary>An execution started.</summary>
    ExecutionStarted,

    /// <summary>An execution ended.</summary>
    ExecutionCompleted,

    /// <summary>The instance was ended from outside.</summary>
    ExecutionTerminated,

    /// <summary>An activity was called.</summary>
    TaskScheduled,

    /// <summary>An activity gave a result.</summary>
    TaskCompleted,

    /// <summary>An activity failed.</summary>
    TaskFailed,

    /// <summary>A child workflow was started.</summary>
    SubOrchestrationInstanceCreated,

    /// <summary>A child workflow ended well.</summary>
    SubOrchestrationInstanceCompleted,

    /// <summary>A child workflow failed or was terminated.</summary>
    SubOrchestrationInstanceFailed,

    /// <summary>A timer was started.</summary>
    TimerCreated,

    /// <summary>A timer was due.</summary>
    TimerFired,

    /// <summary>A turn started.</summary>
    OrchestratorStarted,

    /// <summary>A turn ended.</summary>
    OrchestratorCompleted,

    /// <summary>An event was sent to another instance.</summary>
    EventSent,

    /// <summary>An event came from outside.</summary>
    EventRaised,

    /// <summary>Unused.</summary>
    GenericEvent,

    /// <summary>Unused.</summary>
    HistoryState,

    /// <summary>The execution ended and the next one goes on.</summary>
    ContinueAsNew,

    /// <summary>The instance was halted.</summary>
    ExecutionSuspended,

    /// <summary>The instance goes on.</summary>
    ExecutionResumed,

    /// <summary>No worker's code fits the history.</summary>
    ExecutionStalled,
}
