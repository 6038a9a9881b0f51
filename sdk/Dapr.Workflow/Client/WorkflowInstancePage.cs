namespace Dapr.Workflow.Client;

/// <summary>A page of the ids of workflow instances, in order.</summary>
/// <param name="InstanceIds">The ids.</param>
/// <param name="ContinuationToken">Asks for the next page; null on the last one.</param>
public sealed record WorkflowInstancePage(IReadOnlyList<string> InstanceIds, string? ContinuationToken);
