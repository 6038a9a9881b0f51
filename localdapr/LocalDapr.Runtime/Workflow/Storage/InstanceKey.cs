namespace LocalDapr.Runtime.Workflow.Storage;

/// <summary>Names a workflow instance.</summary>
/// <param name="AppId">The app whose instance it is.</param>
/// <param name="InstanceId">Its id, unique in the app.</param>
internal readonly record struct InstanceKey(string AppId, string InstanceId);
