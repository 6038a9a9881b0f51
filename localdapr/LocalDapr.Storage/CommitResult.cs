namespace LocalDapr.Storage;

/// <summary>What became of a batch.</summary>
/// <param name="Version">
/// The version that everything written by the batch has now; of a batch that changed nothing, the store's newest. Zero when a precondition failed.
/// </param>
/// <param name="FailedOperation">Index of the first operation whose precondition did not hold, or -1 when the batch was applied.</param>
public readonly record struct CommitResult(ulong Version, int FailedOperation)
{
    /// <summary>True when the batch was applied and is durable; false when a precondition failed and nothing changed.</summary>
    public bool IsCommitted => FailedOperation < 0;

    internal static CommitResult Committed(ulong version) => new(version, -1);

    internal static CommitResult Failed(int operation) => new(0, operation);
}
