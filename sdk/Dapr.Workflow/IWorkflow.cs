namespace Dapr.Workflow;

/// <summary>A workflow whatever its types. Derive from <see cref="Workflow{TInput, TOutput}"/> instead of implementing it.</summary>
public interface IWorkflow
{
    /// <summary>The type of the input.</summary>
    Type InputType { get; }

    /// <summary>The type of the output.</summary>
    Type OutputType { get; }

    /// <summary>Runs the workflow.</summary>
    Task<object?> RunAsync(WorkflowContext context, object? input);
}
