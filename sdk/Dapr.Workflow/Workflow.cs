namespace Dapr.Workflow;

/// <summary>
/// A workflow: code that decides what happens in which order, and whose progress survives the process. It is run from its start
/// whenever something new happened, with the results of former steps taken from its history; so it must decide the same every time.
/// It may wait for tasks of its <see cref="WorkflowContext"/> and for combinations of them, and for nothing else; time, ids and
/// everything that changes come from the context or from activities.
/// </summary>
/// <typeparam name="TInput">The input, which must be serializable.</typeparam>
/// <typeparam name="TOutput">The output, which must be serializable.</typeparam>
public abstract class Workflow<TInput, TOutput> : IWorkflow
{
    Type IWorkflow.InputType => typeof(TInput);

    Type IWorkflow.OutputType => typeof(TOutput);

    /// <summary>Runs the workflow.</summary>
    /// <param name="context">Everything that the workflow may use.</param>
    /// <param name="input">The input.</param>
    /// <returns>The output of the workflow.</returns>
    public abstract Task<TOutput> RunAsync(WorkflowContext context, TInput input);

    async Task<object?> IWorkflow.RunAsync(WorkflowContext context, object? input) => await RunAsync(context, (TInput)input!);
}
