namespace Dapr.Workflow;

/// <summary>What tells a workflow where it is.</summary>
public interface IWorkflowContext
{
    /// <summary>Whether the code runs over steps that are already in the history.</summary>
    bool IsReplaying { get; }

    /// <summary>The time of the current turn, in UTC; the same in every replay.</summary>
    DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether the instance runs with a change of the code; see <see cref="WorkflowContext.IsPatched"/>.</summary>
    bool IsPatched(string patchName);
}
