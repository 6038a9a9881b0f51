namespace LocalDapr.Storage.Commits;

/// <summary>A batch on its way through the commit thread; its task ends when the batch is durable or refused.</summary>
internal sealed class PendingCommit(Batch batch)
    : TaskCompletionSource<CommitResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public Batch Batch => batch;

    /// <summary>What to tell the caller once the group that the batch belongs to is durable.</summary>
    public CommitResult Outcome { get; set; }
}
