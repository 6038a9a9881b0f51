using DurableTask.Protobuf;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>The failures that the engine itself puts into histories.</summary>
internal static class Failures
{
    public static TaskFailureDetails Terminated(string instanceId) => Permanent("Terminated", $"The child workflow '{instanceId}' was terminated.");

    public static TaskFailureDetails UnknownApp(string appId) => Permanent("AppNotFound", $"There is no app '{appId}' with workflows.");

    public static TaskFailureDetails InstanceExists(string instanceId) =>
        Permanent("InstanceAlreadyExists", $"An active workflow with id '{instanceId}' already exists.");

    public static TaskFailureDetails InvalidInstanceId(string instanceId) =>
        Permanent("InvalidInstanceId", $"'{instanceId}' is no id of a workflow instance.");

    public static TaskFailureDetails PayloadTooLarge(string what, long bytes, long limit) =>
        Permanent("PayloadTooLarge", $"{what} has {bytes} bytes; the limit is {limit}.");

    public static TaskFailureDetails TurnTooLarge(string reason) =>
        Permanent("PayloadTooLarge", $"The workflow decided too much in one turn. {reason}");

    public static HistoryEvent OfActivity(int taskId, TaskFailureDetails failure, string taskExecutionId) => new()
    {
        EventId = -1,
        TaskFailed = new TaskFailedEvent { TaskScheduledId = taskId, FailureDetails = failure, TaskExecutionId = taskExecutionId },
    };

    public static HistoryEvent OfChild(int taskId, TaskFailureDetails failure) => new()
    {
        EventId = -1,
        SubOrchestrationInstanceFailed = new SubOrchestrationInstanceFailedEvent { TaskScheduledId = taskId, FailureDetails = failure },
    };

    private static TaskFailureDetails Permanent(string type, string message) =>
        new() { ErrorType = type, ErrorMessage = message, IsNonRetriable = true };
}
