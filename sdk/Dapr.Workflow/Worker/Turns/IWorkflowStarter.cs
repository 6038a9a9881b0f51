using DurableTask.Protobuf;

namespace Dapr.Workflow.Worker.Turns;

/// <summary>Starts the code of a workflow.</summary>
internal interface IWorkflowStarter
{
    /// <summary>Makes the context of a turn.</summary>
    /// <param name="started">The start of the execution.</param>
    TurnContext CreateContext(HistoryEvent started);

    /// <summary>Runs the code from its start.</summary>
    /// <param name="context">Its context.</param>
    /// <param name="input">The input, serialized.</param>
    /// <returns>The output, serialized.</returns>
    /// <exception cref="WorkflowNotFoundException">There is no such workflow.</exception>
    Task<string?> RunAsync(TurnContext context, string? input);
}
