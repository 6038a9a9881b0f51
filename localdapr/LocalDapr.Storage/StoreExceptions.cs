namespace LocalDapr.Storage;

/// <summary>Another process (or another store of this one) has the directory open.</summary>
public sealed class StoreInUseException(string directory, Exception inner)
    : IOException($"The store in '{directory}' is in use by another process.", inner);

/// <summary>
/// The journal could not be written. The commit is not acknowledged (it may or may not be found after a restart), all
/// later commits fail as well, and reads go on until the store is opened anew.
/// </summary>
public sealed class StoreFailedException(Exception inner)
    : IOException("The journal could not be written; the store accepts no more commits until it is opened again.", inner);

/// <summary>The encoded batch is larger than <see cref="StoreOptions.MaxBatchBytes"/>.</summary>
public sealed class BatchTooLargeException(long bytes, int limit)
    : InvalidOperationException($"The batch takes {bytes} bytes, more than the limit of {limit}.");
