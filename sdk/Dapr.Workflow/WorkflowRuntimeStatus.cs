namespace Dapr.Workflow;

/// <summary>How a workflow instance fares.</summary>
public enum WorkflowRuntimeStatus
{
    /// <summary>Nothing is known of it.</summary>
    Unknown = -1,

    /// <summary>It runs or waits.</summary>
    Running = 0,

    /// <summary>It ended well.</summary>
    Completed = 1,

    /// <summary>Its execution ended and the next one goes on.</summary>
    ContinuedAsNew = 2,

    /// <summary>It ended with an error.</summary>
    Failed = 3,

    /// <summary>Unused.</summary>
    Canceled = 4,

    /// <summary>It was ended from outside.</summary>
    Terminated = 5,

    /// <summary>It has not started yet.</summary>
    Pending = 6,

    /// <summary>It is halted.</summary>
    Suspended = 7,

    /// <summary>It waits for a worker whose code fits its history.</summary>
    Stalled = 8,
}
