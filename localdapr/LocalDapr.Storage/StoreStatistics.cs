namespace LocalDapr.Storage;

/// <summary>What the store did since it was opened, and what it holds.</summary>
/// <param name="Keys">Entries held, expired ones that were not freed yet included.</param>
/// <param name="LastVersion">Version of the newest commit.</param>
/// <param name="Commits">Batches that were applied.</param>
/// <param name="Groups">Writes to the journal: how many commits shared one is Commits / Groups.</param>
/// <param name="JournalBytes">Size of the journal that the next compaction would replace.</param>
/// <param name="SnapshotBytes">Size of the last snapshot.</param>
public sealed record StoreStatistics(long Keys, ulong LastVersion, long Commits, long Groups, long JournalBytes, long SnapshotBytes);
