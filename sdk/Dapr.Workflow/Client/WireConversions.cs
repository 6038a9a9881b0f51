using DurableTask.Protobuf;

namespace Dapr.Workflow.Client;

/// <summary>Turns what the sidecar says into the types of this API.</summary>
internal static class WireConversions
{
    public static WorkflowTaskFailureDetails ToFailureDetails(this TaskFailureDetails? failure) =>
        failure is null ? new("Unknown", "no details") : new(failure.ErrorType, failure.ErrorMessage, failure.StackTrace);

    public static WorkflowRuntimeStatus ToRuntimeStatus(this OrchestrationStatus status) =>
        Enum.IsDefined((WorkflowRuntimeStatus)status) ? (WorkflowRuntimeStatus)status : WorkflowRuntimeStatus.Unknown;

    public static WorkflowHistoryEvent ToHistoryEvent(this HistoryEvent historyEvent) =>
        new(
            historyEvent.EventId,
            Enum.TryParse<WorkflowHistoryEventType>(historyEvent.EventTypeCase.ToString(), out var type) ? type : WorkflowHistoryEventType.Unknown,
            historyEvent.Timestamp?.ToDateTime() ?? default);
}
