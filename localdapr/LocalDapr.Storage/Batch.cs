using System.Text;

namespace LocalDapr.Storage;

/// <summary>
/// Puts, deletes and checks over any keyspaces, committed all or nothing by <see cref="KeyValueStore.CommitAsync"/>. All preconditions look at
/// the state before the batch; where a key is written twice the later operation wins. Not thread-safe, and not to be
/// changed or used again once it was handed to a commit.
/// </summary>
public sealed class Batch
{
    // Journal and snapshots hold UTF-8: a lone surrogate would come back as another key.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<Operation> _operations = [];

    /// <summary>The number of operations so far; the next one added gets this index.</summary>
    public int Count => _operations.Count;

    internal IReadOnlyList<Operation> Operations => _operations;

    /// <summary>An upper bound of what the batch takes in the journal.</summary>
    internal long EncodedBytes { get; private set; }

    /// <summary>Writes a value.</summary>
    /// <param name="keyspace">Name of the keyspace, created with its first key. A store has tens of them, not millions.</param>
    /// <param name="key">Any well-formed string; keys are ordered ordinally.</param>
    /// <param name="value">Kept, not copied: the memory must not change afterwards.</param>
    /// <param name="precondition">What must hold for the whole batch to be applied.</param>
    /// <param name="expiresAt">When the entry stops existing; null keeps it.</param>
    /// <exception cref="ArgumentException">The keyspace or key holds a lone surrogate.</exception>
    public Batch Put(
        string keyspace, string key, ReadOnlyMemory<byte> value, Precondition precondition = default, DateTimeOffset? expiresAt = null) =>
        Add(new Operation(OperationKind.Put, keyspace, key, precondition, value, Entry.ToExpiryMs(expiresAt)));

    /// <summary>Deletes a key; no error when there is none, unless the precondition says so.</summary>
    public Batch Delete(string keyspace, string key, Precondition precondition = default) =>
        Add(new Operation(OperationKind.Delete, keyspace, key, precondition));

    /// <summary>Changes nothing, but the precondition must hold for the batch to be applied.</summary>
    public Batch Check(string keyspace, string key, Precondition precondition) =>
        Add(new Operation(OperationKind.Check, keyspace, key, precondition));

    /// <summary>Deletes a key if it is (still) expired, and does nothing otherwise.</summary>
    internal Batch Reclaim(string keyspace, string key) =>
        Add(new Operation(OperationKind.Reclaim, keyspace, key, Precondition.Any));

    private Batch Add(in Operation operation)
    {
        EncodedBytes += Operation.MaxOverhead + operation.Value.Length
            + StrictUtf8.GetByteCount(operation.Keyspace) + StrictUtf8.GetByteCount(operation.Key);
        _operations.Add(operation);
        return this;
    }
}

internal enum OperationKind : byte
{
    Put,
    Delete,
    Check,
    Reclaim,
}

internal readonly record struct Operation(
    OperationKind Kind,
    string Keyspace,
    string Key,
    Precondition Precondition,
    ReadOnlyMemory<byte> Value = default,
    long ExpiresAtMs = 0)
{
    /// <summary>Flags, three lengths of up to five bytes, version and expiry.</summary>
    public const int MaxOverhead = 1 + (3 * 5) + 8 + 8;
}
