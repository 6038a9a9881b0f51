namespace Dapr.Workflow.Worker.Turns;

/// <summary>
/// The code of a workflow decided otherwise than its history says: the code was changed while the instance was under way, or it depends on
/// something that is not the same in every replay.
/// </summary>
internal sealed class NonDeterminismException(string message) : Exception($"Non-deterministic workflow: {message}");
