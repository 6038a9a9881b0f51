namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>What happens when a time has come.</summary>
internal enum DueKind
{
    /// <summary>A timer of a workflow fires.</summary>
    Timer,

    /// <summary>An instance starts.</summary>
    Start,

    /// <summary>An instance that has ended is deleted.</summary>
    Purge,
}
