using System.Diagnostics.CodeAnalysis;
using DurableTask.Protobuf;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LocalDapr.Runtime.Workflow.Storage;
using LocalDapr.Storage;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>
/// Changes of instances that are committed together or not at all. They hold only if no instance that was looked at has changed meanwhile;
/// otherwise they are worked out again. So what computes them must have no effect outside the transaction.
/// </summary>
/// <param name="snapshot">The store as the transaction sees it.</param>
/// <param name="apps">The apps.</param>
/// <param name="now">The time of the transaction.</param>
/// <param name="nextSequence">Gives the number of the next inbox entry.</param>
internal sealed class WorkflowTransaction(
    StoreSnapshot snapshot, WorkflowApps apps, DateTimeOffset now, Func<long> nextSequence)
{
    private readonly Batch _batch = new();
    private readonly Dictionary<InstanceKey, Instance?> _instances = [];

    public WorkflowReader Reader { get; } = new(snapshot);

    /// <summary>The time of the transaction.</summary>
    public Timestamp Now { get; } = now.ToTimestamp();

    /// <summary>The instances that were found or created.</summary>
    public IEnumerable<Instance> Instances => _instances.Values.OfType<Instance>();

    /// <summary>What the commit adds to what is due.</summary>
    public List<Due> AddedDues { get; } = [];

    /// <summary>What the commit takes from what is due.</summary>
    public List<Due> RemovedDues { get; } = [];

    /// <summary>The activities that the commit adds.</summary>
    public List<(WorkflowApp App, string Key)> AddedActivities { get; } = [];

    /// <summary>The app of that id, or null if it does not run.</summary>
    public WorkflowApp? FindApp(string appId) => apps.Find(appId);

    /// <summary>Finds an instance, in the state that it has after the changes so far.</summary>
    public bool TryFind(InstanceKey key, [NotNullWhen(true)] out Instance? instance)
    {
        if (!_instances.TryGetValue(key, out instance))
        {
            instance = Load(key);
            _instances.Add(key, instance);
        }

        return instance is { IsDeleted: false };
    }

    /// <summary>Creates an instance. One of the same id is replaced; the caller has made sure that it may be.</summary>
    /// <param name="key">Its id.</param>
    /// <param name="started">The start of its execution; the id of the execution is filled in.</param>
    /// <param name="router">Between which apps the start goes; null: within one.</param>
    public Instance Create(InstanceKey key, ExecutionStartedEvent started, TaskRouter? router)
    {
        var exists = TryFind(key, out var former);
        if (exists)
        {
            former!.Delete();
        }

        var instance = new Instance(this, apps.Get(key.AppId), key, new InstanceRecord(), former?.Precondition ?? Precondition.Absent);
        instance.Start(started, router);
        _instances[key] = instance;
        return instance;
    }

    /// <summary>Brings an event to an instance. One that is gone or has ended ignores it.</summary>
    public void Send(InstanceKey target, HistoryEvent historyEvent)
    {
        if (TryFind(target, out var instance))
        {
            instance.Receive(historyEvent);
        }
    }

    public void Put(string keyspace, string key, IMessage value) => _batch.Put(keyspace, key, value.ToByteArray());

    public void Delete(string keyspace, string key) => _batch.Delete(keyspace, key);

    /// <summary>Deletes something that must be there.</summary>
    public void Consume(string keyspace, string key) => _batch.Delete(keyspace, key, Precondition.Exists);

    public long NextSequence() => nextSequence();

    /// <summary>All changes, with the conditions under which they hold.</summary>
    public Batch ToBatch()
    {
        foreach (var (key, instance) in _instances)
        {
            if (instance is null)
            {
                _batch.Check(apps.Get(key.AppId).Keys.Instances, WorkflowKeys.Instance(key), Precondition.Absent);
            }
            else
            {
                instance.WriteTo(_batch);
            }
        }

        return _batch;
    }

    private Instance? Load(InstanceKey key)
    {
        var app = apps.Get(key.AppId);
        return Reader.TryGet(app.Keys, key, out var record, out var version)
            ? new Instance(this, app, key, record, Precondition.VersionIs(version))
            : null;
    }
}
