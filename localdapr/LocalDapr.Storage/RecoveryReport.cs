namespace LocalDapr.Storage;

/// <summary>What opening a store found on disk.</summary>
/// <param name="SnapshotEntries">Entries read from the snapshot.</param>
/// <param name="JournalRecords">Commits replayed from the journal.</param>
/// <param name="LastVersion">Version of the newest commit that was kept.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Damages">What could not be kept, in the order it was found; empty after a clean stop.</param>
public sealed record RecoveryReport(
    long SnapshotEntries, long JournalRecords, ulong LastVersion, TimeSpan Elapsed, IReadOnlyList<Damage> Damages)
{
    /// <summary>A report on a store that had nothing to recover.</summary>
    public static RecoveryReport Empty { get; } = new(0, 0, 0, TimeSpan.Zero, []);
}

/// <summary>A part of a file that could not be read back.</summary>
/// <param name="File">Name of the file in the store's folder.</param>
/// <param name="Offset">Where the damage starts, in bytes.</param>
/// <param name="DroppedBytes">How much of the file was not used.</param>
/// <param name="Reason">What is wrong there.</param>
/// <param name="ReadableRecords">Intact records of a journal behind the damage, which were dropped with it.</param>
/// <param name="IsTornTail">
/// True for the unfinished end that a crash leaves, where nothing acknowledged is lost. False means that the medium changed or lost
/// data which had been written.
/// </param>
/// <param name="PreservedAs">Name of the side file that keeps the dropped bytes, or null when there were none.</param>
public sealed record Damage(
    string File, long Offset, long DroppedBytes, string Reason, long ReadableRecords, bool IsTornTail, string? PreservedAs);
