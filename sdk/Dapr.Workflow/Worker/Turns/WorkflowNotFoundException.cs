namespace Dapr.Workflow.Worker.Turns;

/// <summary>The app has no workflow of that name.</summary>
internal sealed class WorkflowNotFoundException(string name) : Exception($"Workflow '{name}' is not registered in this app.");
