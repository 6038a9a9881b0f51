using Dapr.Workflow.Abstractions;

namespace Dapr.Workflow;

/// <summary>Says for whom an activity runs.</summary>
public abstract class WorkflowActivityContext
{
    /// <summary>The name of the activity.</summary>
    public abstract TaskIdentifier Identifier { get; }

    /// <summary>
    /// The same however often this step of this workflow runs after failures of the worker: a key for idempotency. A retry by a policy of the
    /// workflow is another step.
    /// </summary>
    public abstract string TaskExecutionKey { get; }

    /// <summary>The id of the workflow instance.</summary>
    public abstract string InstanceId { get; }
}
