namespace LocalDapr.Runtime.Workflow.Dispatch;

/// <summary>An activity that a worker has.</summary>
/// <param name="Key">Where the store has it.</param>
/// <param name="InstanceId">The instance that waits.</param>
/// <param name="TaskId">Number of the step.</param>
/// <param name="Order">Grows with each activity that is sent.</param>
/// <param name="Worker">The worker.</param>
internal sealed record ActiveActivity(string Key, string InstanceId, int TaskId, long Order, WorkerStream Worker);
