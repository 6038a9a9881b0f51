using Dapr.Workflow;

namespace Platform.Workflows;

/// <summary>How steps of sagas are tried again. The pauses are durable timers.</summary>
public static class Retries
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);

    /// <summary>A few times within some seconds: what is away for longer makes the saga fail, and be undone.</summary>
    public static WorkflowTaskOptions Few { get; } = new(new WorkflowRetryPolicy(5, First, 2, TimeSpan.FromSeconds(2)));

    /// <summary>Until it succeeds, every 10 s in the end: for compensations and for steps that must not be left half done.</summary>
    public static WorkflowTaskOptions UntilDone { get; } = new(new WorkflowRetryPolicy(int.MaxValue, First, 2, TimeSpan.FromSeconds(10)));
}
