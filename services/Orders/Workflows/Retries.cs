using Dapr.Workflow;

namespace Platform.Orders.Workflows;

/// <summary>How steps are tried again. The pauses are durable timers.</summary>
internal static class Retries
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);

    /// <summary>A few times within some seconds: what is away for longer makes the checkout fail.</summary>
    public static WorkflowTaskOptions Few { get; } = new(new WorkflowRetryPolicy(5, First, 2, TimeSpan.FromSeconds(2)));

    /// <summary>Until it succeeds.</summary>
    public static WorkflowTaskOptions UntilDone { get; } = new(new WorkflowRetryPolicy(int.MaxValue, First, 2, TimeSpan.FromSeconds(30)));
}
