namespace Dapr.Workflow;

/// <summary>How a step of a workflow is done.</summary>
/// <param name="RetryPolicy">When and how often to try again; null: never.</param>
/// <param name="TargetAppId">The app that does it; null: the workflow's own.</param>
public record WorkflowTaskOptions(WorkflowRetryPolicy? RetryPolicy = null, string? TargetAppId = null);
