using LocalDapr.Storage.Journal;
using LocalDapr.Storage.Trees;

namespace LocalDapr.Storage.Commits;

/// <summary>
/// Judges batches one after the other against the state that those before them leave, and collects the records of the ones
/// that apply. Nothing is visible to readers until the group is durable and published.
/// </summary>
internal sealed class CommitGroup(Dataset source, RecordBuilder records, TimeProvider time)
{
    private readonly DatasetEditor _editor = new(source);
    private ulong _sequence = source.Sequence;

    public bool HasChanges => _sequence > source.Sequence;

    public ulong NextSequence => _sequence + 1;

    public Dataset Publish() => _editor.Publish(_sequence);

    public CommitResult Add(Batch batch)
    {
        var operations = batch.Operations;
        for (var i = 0; i < operations.Count; i++)
        {
            var operation = operations[i];
            if (operation.Precondition != Precondition.Any && !operation.Precondition.HoldsFor(FindLive(operation)))
                return CommitResult.Failed(i);
        }

        return CommitResult.Committed(Apply(operations));
    }

    private ulong Apply(IReadOnlyList<Operation> operations)
    {
        if (!operations.Any(IsEffective))
            return _sequence;
        _sequence++;
        records.Begin();
        foreach (var operation in operations)
        {
            if (operation.Kind == OperationKind.Put)
                Put(operation);
            else if (IsEffective(operation))
                Delete(operation);
        }

        records.End(_sequence);
        return _sequence;
    }

    private void Put(in Operation operation)
    {
        var entry = new Entry(operation.Value, _sequence, operation.ExpiresAtMs);
        records.Put(operation.Keyspace, operation.Key, entry);
        _editor.Set(operation.Keyspace, operation.Key, entry);
    }

    private void Delete(in Operation operation)
    {
        records.Delete(operation.Keyspace, operation.Key);
        _editor.Remove(operation.Keyspace, operation.Key);
    }

    private bool IsEffective(Operation operation) => operation.Kind switch
    {
        OperationKind.Put or OperationKind.Delete => true,
        OperationKind.Reclaim => _editor.Find(operation.Keyspace, operation.Key)?.IsExpired(time) ?? false,
        _ => false,
    };

    private Entry? FindLive(in Operation operation)
    {
        var entry = _editor.Find(operation.Keyspace, operation.Key);
        return entry is null || entry.IsExpired(time) ? null : entry;
    }
}
