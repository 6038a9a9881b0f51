using LocalDapr.Runtime.Workflow.Engine;

namespace LocalDapr.Runtime.Workflow.Api;

/// <summary>The workflows of one app, as its sidecar sees them.</summary>
/// <param name="App">The app.</param>
/// <param name="Instances">Works with its instances.</param>
/// <param name="Purge">Deletes its instances.</param>
internal sealed record AppWorkflows(WorkflowApp App, InstanceManager Instances, InstancePurge Purge);
