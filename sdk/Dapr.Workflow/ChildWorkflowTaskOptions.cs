namespace Dapr.Workflow;

/// <summary>How a child workflow is run.</summary>
/// <param name="InstanceId">The id of the child; null makes one that is the same in every replay.</param>
/// <param name="RetryPolicy">When and how often to try again; null: never.</param>
/// <param name="TargetAppId">The app that runs it; null: the workflow's own.</param>
public record ChildWorkflowTaskOptions(string? InstanceId = null, WorkflowRetryPolicy? RetryPolicy = null, string? TargetAppId = null)
    : WorkflowTaskOptions(RetryPolicy, TargetAppId);
