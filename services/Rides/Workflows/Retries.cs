using Dapr.Workflow;

namespace Platform.Rides.Workflows;

/// <summary>How steps are tried again. The pauses are durable timers.</summary>
internal static class Retries
{
    /// <summary>Until it succeeds.</summary>
    public static WorkflowTaskOptions UntilDone { get; } =
        new(new WorkflowRetryPolicy(int.MaxValue, TimeSpan.FromMilliseconds(200), 2, TimeSpan.FromSeconds(10)));
}
