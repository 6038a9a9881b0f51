namespace LocalDapr.Storage;

/// <summary>When a commit counts as durable.</summary>
public enum FlushPolicy
{
    /// <summary>
    /// After fsync, one for each group of commits: survives the end of the process, of the operating system and of power.
    /// </summary>
    Always,

    /// <summary>
    /// After the operating system took the write: survives kill -9 of the process; power loss may take the last seconds.
    /// </summary>
    OnWrite,
}

/// <summary>How a <see cref="KeyValueStore"/> keeps its data.</summary>
public sealed record StoreOptions
{
    /// <summary>The folder of the store, created when missing; null keeps everything in memory only.</summary>
    public string? Directory { get; init; }

    /// <summary>When a commit counts as durable. Default <see cref="FlushPolicy.Always"/>.</summary>
    public FlushPolicy FlushPolicy { get; init; } = FlushPolicy.Always;

    /// <summary>Bytes after which the journal goes on in a new segment file. Default 64 MiB.</summary>
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Bytes of journal that lead to a compaction, unless the last snapshot was larger (then its size does). Default 128 MiB.
    /// </summary>
    public long CompactionBytes { get; init; } = 128L << 20;

    /// <summary>Largest encoded size of one batch in bytes. Default 64 MiB, at most 1 GiB.</summary>
    public int MaxBatchBytes { get; init; } = 64 << 20;

    /// <summary>How often the store looks whether to compact and whether anything expired is to be freed. Default 10 s.</summary>
    public TimeSpan MaintenanceInterval { get; init; } = TimeSpan.FromSeconds(10);

    internal static void Validate(StoreOptions options)
    {
        var isValid = options is { SegmentBytes: > 0, CompactionBytes: > 0, MaxBatchBytes: > 0 and <= 1 << 30 }
            && options.MaintenanceInterval > TimeSpan.Zero
            && options.Directory is not "";
        if (!isValid)
            throw new ArgumentException("Sizes and intervals must be positive, batches at most 1 GiB.", nameof(options));
    }
}
