using Dapr.Workflow.Abstractions;

namespace Dapr.Workflow;

/// <summary>
/// A step of a workflow that does something: calls, writes, computes. It runs at least once; when a worker dies before its result is kept
/// it runs again, so its effect must be idempotent. <see cref="WorkflowActivityContext.TaskExecutionKey"/> is a key for that.
/// Its dependencies are injected from a scope of its own.
/// </summary>
/// <typeparam name="TInput">The input, which must be serializable.</typeparam>
/// <typeparam name="TOutput">The output, which must be serializable.</typeparam>
public abstract class WorkflowActivity<TInput, TOutput> : IWorkflowActivity
{
    Type IWorkflowActivity.InputType => typeof(TInput);

    Type IWorkflowActivity.OutputType => typeof(TOutput);

    /// <summary>Does the work.</summary>
    /// <param name="context">Says for whom.</param>
    /// <param name="input">The input.</param>
    public async Task<object?> RunAsync(WorkflowActivityContext context, object? input) => await RunAsync(context, (TInput)input!);

    /// <summary>Does the work.</summary>
    /// <param name="context">Says for whom.</param>
    /// <param name="input">The input.</param>
    /// <returns>The output, which the workflow gets.</returns>
    public abstract Task<TOutput> RunAsync(WorkflowActivityContext context, TInput input);
}
