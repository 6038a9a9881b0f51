using System.Diagnostics.CodeAnalysis;
using DurableTask.Protobuf;
using LocalDapr.Storage;

namespace LocalDapr.Runtime.Workflow.Storage;

/// <summary>Reads what the store held of workflow instances at one moment.</summary>
/// <param name="snapshot">The store at that moment.</param>
internal readonly struct WorkflowReader(StoreSnapshot snapshot)
{
    /// <summary>Reads an instance.</summary>
    /// <param name="keys">Where it is kept.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="record">Its record.</param>
    /// <param name="version">Changes with every change of the record.</param>
    public bool TryGet(WorkflowKeys keys, InstanceKey instance, [NotNullWhen(true)] out InstanceRecord? record, out ulong version)
    {
        var exists = snapshot.TryGet(keys.Instances, WorkflowKeys.Instance(instance), out var entry);
        record = exists ? InstanceRecord.Parser.ParseFrom(entry!.Value.Span) : null;
        version = entry?.Version ?? 0;
        return exists;
    }

    /// <summary>The ids of all instances of an app, in order.</summary>
    /// <param name="keys">Where they are kept.</param>
    /// <param name="appId">The app.</param>
    /// <param name="after">Only ids behind this one; null for all.</param>
    public IEnumerable<string> InstanceIds(WorkflowKeys keys, string appId, string? after = null) =>
        snapshot.Scan(keys.Instances, WorkflowKeys.App(appId), after is null ? null : WorkflowKeys.Instance(new InstanceKey(appId, after)))
            .Select(entry => WorkflowKeys.ParseInstance(entry.Key).InstanceId);

    /// <summary>All instances of an app with their records.</summary>
    public IEnumerable<(InstanceKey Key, InstanceRecord Record)> Instances(WorkflowKeys keys, string appId) =>
        snapshot.Scan(keys.Instances, WorkflowKeys.App(appId))
            .Select(entry => (WorkflowKeys.ParseInstance(entry.Key), InstanceRecord.Parser.ParseFrom(entry.Value.Value.Span)));

    /// <summary>What former turns of the current execution handled and decided.</summary>
    public IEnumerable<HistoryEvent> History(WorkflowKeys keys, InstanceKey instance) =>
        snapshot.Scan(keys.Histories, WorkflowKeys.Prefix(instance)).Select(entry => HistoryEvent.Parser.ParseFrom(entry.Value.Value.Span));

    /// <summary>The events that wait for a turn.</summary>
    public IEnumerable<InboxEntry> Inbox(WorkflowKeys keys, InstanceKey instance) =>
        snapshot.Scan(keys.Inboxes, WorkflowKeys.Prefix(instance))
            .Select(entry => new InboxEntry(entry.Key, HistoryEvent.Parser.ParseFrom(entry.Value.Value.Span)));

    /// <summary>The number of the last inbox entry; null if the inbox is empty.</summary>
    public long? LastSequence(WorkflowKeys keys, InstanceKey instance) =>
        snapshot.Scan(keys.Inboxes, WorkflowKeys.Prefix(instance)).Select(entry => (long?)WorkflowKeys.ParseInbox(entry.Key).Sequence)
            .LastOrDefault();

    /// <summary>The timers of an instance, of former executions too.</summary>
    public IEnumerable<(string Key, TimerRecord Timer)> Timers(WorkflowKeys keys, string prefix) =>
        snapshot.Scan(keys.Timers, prefix).Select(entry => (entry.Key, TimerRecord.Parser.ParseFrom(entry.Value.Value.Span)));

    /// <summary>The keys of activities without a result.</summary>
    public IEnumerable<string> Activities(WorkflowKeys keys, string prefix) => snapshot.Scan(keys.Activities, prefix).Select(entry => entry.Key);

    /// <summary>Reads an activity without a result.</summary>
    public bool TryGetActivity(WorkflowKeys keys, string activityKey, [NotNullWhen(true)] out ActivityRecord? record)
    {
        var exists = snapshot.TryGet(keys.Activities, activityKey, out var entry);
        record = exists ? ActivityRecord.Parser.ParseFrom(entry!.Value.Span) : null;
        return exists;
    }

    /// <summary>Whether a key is there.</summary>
    public bool Exists(string keyspace, string key) => snapshot.TryGet(keyspace, key, out _);

    /// <summary>The start of the current execution, which has the input; null if it is gone.</summary>
    public ExecutionStartedEvent? FindStart(WorkflowKeys keys, InstanceKey instance) =>
        History(keys, instance).Concat(Inbox(keys, instance).Select(entry => entry.Event))
            .FirstOrDefault(each => each.ExecutionStarted is not null)?.ExecutionStarted;
}
