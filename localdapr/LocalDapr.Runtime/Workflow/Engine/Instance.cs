using DurableTask.Protobuf;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LocalDapr.Runtime.Workflow.Storage;
using LocalDapr.Storage;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>A workflow instance within a transaction.</summary>
internal sealed class Instance(
    WorkflowTransaction transaction, WorkflowApp app, InstanceKey key, InstanceRecord record, Precondition precondition)
{
    private readonly InstanceEntries _entries = new(transaction, app, key);
    private readonly List<HistoryEvent> _head = [];
    private readonly List<HistoryEvent> _received = [];
    private bool _isChanged;

    public WorkflowApp App => app;

    public InstanceKey Key => key;

    public InstanceRecord Record => record;

    /// <summary>What must hold for the record that the transaction found.</summary>
    public Precondition Precondition => precondition;

    public bool IsDeleted { get; private set; }

    /// <summary>Whether the commit gives the instance something to do.</summary>
    public bool HasReceived => !IsDeleted && _head.Count + _received.Count > 0;

    /// <summary>Whether the commit changes what callers see of the instance.</summary>
    public bool IsChanged => _isChanged || IsDeleted;

    /// <summary>Begins the first execution.</summary>
    public void Start(ExecutionStartedEvent started, TaskRouter? router)
    {
        record.Name = started.Name;
        record.Status = OrchestrationStatus.Pending;
        record.Created = transaction.Now;
        record.ScheduledStart = started.ScheduledStartTimestamp;
        record.Parent = started.ParentInstance;
        record.Tags.Add(started.Tags);
        _entries.DeleteInboxAndTimers();
        BeginExecution(started, router);
        if (record.ScheduledStart is { } start && start > transaction.Now)
        {
            transaction.AddedDues.Add(new Due(start.ToDateTimeOffset(), DueKind.Start, key, record.ExecutionId));
        }
    }

    /// <summary>Keeps an event for the next turn, unless the instance has ended.</summary>
    public void Receive(HistoryEvent historyEvent)
    {
        if (!record.IsTerminal())
        {
            _received.Add(historyEvent);
        }
    }

    /// <summary>Moves an event that a turn has handled from the inbox to the history.</summary>
    public void Handle(InboxEntry entry)
    {
        _entries.DeleteInbox(entry.Key);
        Append(entry.Event);
    }

    /// <summary>Deletes an event that no turn handles.</summary>
    public void Discard(string inboxKey) => _entries.DeleteInbox(inboxKey);

    /// <summary>Writes an event to the end of the history.</summary>
    public void Append(HistoryEvent historyEvent)
    {
        historyEvent.Timestamp ??= transaction.Now;
        _entries.PutHistory(record.HistoryLength++, historyEvent);
        Touch();
    }

    /// <summary>Starts a timer.</summary>
    public void AddTimer(int timerId, Timestamp fireAt) => _entries.PutTimer(record.ExecutionId, timerId, fireAt);

    /// <summary>Halts the instance. The event goes through the inbox, so that the history tells what came before and after.</summary>
    public void Suspend(string? reason)
    {
        if (!record.IsTerminal() && !record.IsSuspended)
        {
            record.IsSuspended = true;
            Receive(new HistoryEvent { EventId = -1, ExecutionSuspended = new ExecutionSuspendedEvent { Input = reason } });
            Touch();
        }
    }

    public void Resume(string? reason)
    {
        if (!record.IsTerminal() && record.IsSuspended)
        {
            record.IsSuspended = false;
            Receive(new HistoryEvent { EventId = -1, ExecutionResumed = new ExecutionResumedEvent { Input = reason } });
            Touch();
        }
    }

    /// <summary>Ends the instance from outside. One that has ended stays as it is.</summary>
    /// <param name="output">Becomes its output.</param>
    /// <param name="recurse">Whether its children end with it. That is done by the engine after the commit.</param>
    public void Terminate(string? output, bool recurse)
    {
        if (!record.IsTerminal())
        {
            Append(new HistoryEvent { EventId = -1, ExecutionTerminated = new ExecutionTerminatedEvent { Input = output, Recurse = recurse } });
            _entries.DeleteActivities(record.ExecutionId);
            End(OrchestrationStatus.Terminated, output, failure: null);
        }

        if (recurse && record.Status == OrchestrationStatus.Terminated)
        {
            record.CascadesTermination = true;
            Touch();
        }
    }

    /// <summary>Says that the children of the instance have ended with it.</summary>
    public bool EndCascade()
    {
        record.CascadesTermination = false;
        Touch();
        return true;
    }

    /// <summary>Ends the instance and tells its parent.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="output">Its output.</param>
    /// <param name="failure">Why it failed.</param>
    public void End(OrchestrationStatus status, string? output, TaskFailureDetails? failure)
    {
        record.Status = status;
        record.IsSuspended = false;
        record.Completed = transaction.Now;
        record.Output = output;
        record.Failure = failure;
        Touch();
        Forget();
        NotifyParent();
        transaction.AddedDues.AddRange(PurgeDue());
    }

    /// <summary>Ends this execution and begins the next one, with an empty history.</summary>
    /// <param name="started">The start of the next execution.</param>
    /// <param name="router">Between which apps the start goes.</param>
    /// <param name="handled">The keys of the inbox entries that the last turn has handled.</param>
    /// <param name="carryover">The events among them that the next execution gets.</param>
    public void ContinueAsNew(
        ExecutionStartedEvent started, TaskRouter? router, IReadOnlySet<string> handled, IEnumerable<HistoryEvent> carryover)
    {
        var inherited = carryover.ToList();
        foreach (var entry in _entries.Inbox)
        {
            var isWanted = !handled.Contains(entry.Key) && !InboxEntry.IsBound(entry.Event);
            if (isWanted && entry.Sequence >= InboxEntry.FirstSequence)
            {
                continue;
            }

            // What no turn has taken up of an earlier inheritance goes on. Results of the former execution mean nothing to the next one.
            _entries.DeleteInbox(entry.Key);
            inherited.AddRange(isWanted ? [entry.Event] : []);
        }

        _entries.DeleteTimers();
        _entries.DeleteHistory(record.HistoryLength);
        BeginExecution(started, router);
        _head.AddRange(inherited);
    }

    /// <summary>Deletes the instance with all that belongs to it.</summary>
    public void Delete()
    {
        IsDeleted = true;
        transaction.RemovedDues.AddRange(PurgeDue());
        Forget();
        _entries.DeleteHistory(record.HistoryLength);
        _entries.DeleteActivities(record.ExecutionId);
    }

    /// <summary>Adds what became of the instance.</summary>
    public void WriteTo(Batch batch)
    {
        for (var place = 0; place < _head.Count; place++)
        {
            WriteToInbox(place, _head[place]);
        }

        foreach (var received in _received)
        {
            WriteToInbox(transaction.NextSequence(), received);
        }

        var recordKey = WorkflowKeys.Instance(key);
        _ = this switch
        {
            { IsDeleted: true } => batch.Delete(app.Keys.Instances, recordKey, precondition),
            { _isChanged: true } => batch.Put(app.Keys.Instances, recordKey, record.ToByteArray(), precondition),
            _ => batch.Check(app.Keys.Instances, recordKey, precondition),
        };
    }

    private IEnumerable<Due> PurgeDue() => record.IsTerminal() && app.Settings.PurgeTime(record.Status, record.Completed.ToDateTimeOffset()) is { } time
        ? [new Due(time, DueKind.Purge, key, record.ExecutionId)]
        : [];

    private void BeginExecution(ExecutionStartedEvent started, TaskRouter? router)
    {
        record.ExecutionId = Guid.NewGuid().ToString("N");
        record.HistoryLength = 0;
        record.NextStep = 0;
        started.OrchestrationInstance = new OrchestrationInstance { InstanceId = key.InstanceId, ExecutionId = record.ExecutionId };
        _head.Add(new HistoryEvent { EventId = -1, ExecutionStarted = started, Router = router ?? new TaskRouter { SourceAppID = key.AppId } });
        Touch();
    }

    private void NotifyParent()
    {
        if (record.Parent is not { } parent)
        {
            return;
        }

        var target = new InstanceKey(parent.HasAppID ? parent.AppID : key.AppId, parent.OrchestrationInstance.InstanceId);
        if (transaction.TryFind(target, out var instance) && instance.Record.ExecutionId == parent.OrchestrationInstance.ExecutionId)
        {
            instance.Receive(StepEvents.ChildEnded(parent.TaskScheduledId, record, key.InstanceId));
        }
    }

    private void Forget()
    {
        _head.Clear();
        _received.Clear();
        _entries.DeleteInboxAndTimers();
    }

    private void WriteToInbox(long sequence, HistoryEvent historyEvent)
    {
        historyEvent.Timestamp ??= transaction.Now;
        _entries.PutInbox(sequence, historyEvent, record.ExecutionId);
    }

    private void Touch()
    {
        record.Updated = transaction.Now;
        _isChanged = true;
    }
}
