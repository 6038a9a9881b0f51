namespace Dapr.Workflow.Client;

/// <summary>Something that happened to a workflow instance.</summary>
/// <param name="EventId">Number of the step for what the workflow decided; -1 for the rest.</param>
/// <param name="EventType">What happened.</param>
/// <param name="Timestamp">When, in UTC.</param>
public sealed record WorkflowHistoryEvent(int EventId, WorkflowHistoryEventType EventType, DateTime Timestamp);
