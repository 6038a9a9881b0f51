using DurableTask.Protobuf;

namespace Dapr.Workflow.Worker;

/// <summary>Describes exceptions for the history.</summary>
internal static class FailureDetails
{
    public static TaskFailureDetails Of(Exception exception) => new()
    {
        ErrorType = exception.GetType().FullName ?? exception.GetType().Name,
        ErrorMessage = exception.Message,
        StackTrace = exception.StackTrace ?? "",
        InnerFailure = InnerOf(exception),
    };

    /// <summary>A failure that trying again can't change.</summary>
    public static TaskFailureDetails Permanent(string type, string message) =>
        new() { ErrorType = type, ErrorMessage = message, StackTrace = "", IsNonRetriable = true };

    private static TaskFailureDetails? InnerOf(Exception exception) => exception switch
    {
        WorkflowTaskFailedException { FailureDetails: { } task } =>
            new TaskFailureDetails { ErrorType = task.ErrorType, ErrorMessage = task.ErrorMessage, StackTrace = task.StackTrace ?? "" },
        { InnerException: { } inner } => Of(inner),
        _ => null,
    };
}
