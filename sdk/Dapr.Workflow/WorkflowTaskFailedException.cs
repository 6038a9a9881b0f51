namespace Dapr.Workflow;

/// <summary>Thrown in a workflow when an activity or a child workflow failed.</summary>
/// <param name="message">What failed.</param>
/// <param name="failureDetails">Why.</param>
public class WorkflowTaskFailedException(string message, WorkflowTaskFailureDetails failureDetails) : Exception(message)
{
    /// <summary>Why.</summary>
    public WorkflowTaskFailureDetails FailureDetails { get; } = failureDetails ?? throw new ArgumentNullException(nameof(failureDetails));
}
