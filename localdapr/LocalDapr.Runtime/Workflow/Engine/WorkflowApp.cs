using LocalDapr.Runtime.Workflow.Dispatch;
using LocalDapr.Runtime.Workflow.Storage;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>An app whose workflows the engine runs.</summary>
internal sealed class WorkflowApp(string appId, string component, WorkflowSettings settings)
{
    public string AppId => appId;

    /// <summary>The state component that has its instances.</summary>
    public string Component => component;

    public WorkflowKeys Keys { get; } = new(component);

    public WorkflowSettings Settings => settings;

    /// <summary>The work that waits for its workers.</summary>
    public WorkQueue Work { get; } = new(settings);
}
