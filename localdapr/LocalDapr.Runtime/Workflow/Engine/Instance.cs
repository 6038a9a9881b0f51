using DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LocalDapr.Runtime.Workflow.Storage;
using LocalDapr.Storage;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>A workflow instance within a transaction.</summary>
internal sealed class Instance(
    WorkflowTransaction transaction, WorkflowApp app, InstanceKey key, InstanceRecord record, Precondition precondition)
{
    private readonly List<HistoryEvent> _received = [];
    private bool _isChanged;

    public WorkflowApp App => app;

    public InstanceKey Key => key;

    public InstanceRecord Record => record;

    /// <summary>What must hold for the record that the transaction found.</summary>
    public Precondition Precondition => precondition;

    public bool IsDeleted { get; private set; }

    /// <summary>Whether the commit gives the instance something to do.</summary>
    public bool HasReceived => !IsDeleted && _received.Count > 0;

    /// <summary>Whether the commit changes what callers see of the instance.</summary>
    public bool IsChanged => _isChanged || IsDeleted;

    /// <summary>Starts a new execution of a new instance.</summary>
    public void Start(ExecutionStartedEvent started, TaskRouter? router)
    {
        record.Name = started.Name;
        record.Status = OrchestrationStatus.Pending;
        record.Created = transaction.Now;
        record.ScheduledStart = started.ScheduledStartTimestamp;
        record.Parent = started.ParentInstance;
        record.Tags.Add(started.Tags);
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
        transaction.Delete(app.Keys.Inboxes, entry.Key);
        Append(entry.Event);
    }

    /// <summary>Writes an event to the end of the history.</summary>
    public void Append(HistoryEvent historyEvent)
    {
        historyEvent.Timestamp ??= transaction.Now;
        transaction.Put(app.Keys.Histories, WorkflowKeys.History(key, record.HistoryLength), historyEvent);
        record.HistoryLength++;
        Touch();
    }

    /// <summary>Starts a timer.</summary>
    public void AddTimer(int timerId, Timestamp fireAt)
    {
        var timer = new TimerRecord { InstanceId = key.InstanceId, ExecutionId = record.ExecutionId, TimerId = timerId, FireAt = fireAt };
        transaction.Put(app.Keys.Timers, WorkflowKeys.Timer(key, record.ExecutionId, timerId), timer);
        transaction.AddedDues.Add(DueOf(timer));
    }

    public void Suspend(string? reason)
    {
        if (!record.IsTerminal() && !record.IsSuspended)
        {
            record.IsSuspended = true;
            Receive(NewEvent(new HistoryEvent { ExecutionSuspended = new ExecutionSuspendedEvent { Input = reason } }));
            Touch();
        }
    }

    public void Resume(string? reason)
    {
        if (!record.IsTerminal() && record.IsSuspended)
        {
            record.IsSuspended = false;
            Receive(NewEvent(new HistoryEvent { ExecutionResumed = new ExecutionResumedEvent { Input = reason } }));
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
            Append(NewEvent(new HistoryEvent { ExecutionTerminated = new ExecutionTerminatedEvent { Input = output, Recurse = recurse } }));
            DeleteActivities();
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
        _received.Clear();
        DeleteInboxAndTimers();
        NotifyParent();
        if (app.Settings.PurgeTime(status, record.Completed.ToDateTimeOffset()) is { } purge)
        {
            transaction.AddedDues.Add(new Due(purge, DueKind.Purge, key, record.ExecutionId));
        }
    }

    /// <summary>Ends this execution and begins the next one, with an empty history.</summary>
    /// <param name="started">The start of the next execution.</param>
    /// <param name="router">Between which apps the start goes.</param>
    /// <param name="handled">The keys of the inbox entries that the last turn has handled.</param>
    /// <param name="carryover">The events among them that the next execution gets.</param>
    public void ContinueAsNew(
        ExecutionStartedEvent started, TaskRouter? router, IReadOnlySet<string> handled, IEnumerable<HistoryEvent> carryover)
    {
        HistoryEvent[] later =
        [
            .. transaction.Reader.Inbox(app.Keys, key).Where(entry => !handled.Contains(entry.Key)).Select(entry => entry.Event).Concat(_received),
        ];
        _received.Clear();
        DeleteInboxAndTimers();
        DeleteHistory();
        BeginExecution(started, router);
        _received.AddRange(carryover);
        // Results of the former execution mean nothing to the next one.
        _received.AddRange(later.Where(each => each.EventRaised is not null || each.ExecutionSuspended is not null || each.ExecutionResumed is not null));
    }

    /// <summary>Deletes the instance with all that belongs to it.</summary>
    public void DeleteEverything()
    {
        IsDeleted = true;
        _received.Clear();
        DeleteInboxAndTimers();
        DeleteHistory();
        DeleteActivities();
    }

    /// <summary>Forgets the activities that have no result yet. Those that run are not interrupted.</summary>
    public void DeleteActivities()
    {
        var prefix = WorkflowKeys.Activity(key.AppId, WorkflowKeys.ActivityTokens(record.ExecutionId));
        foreach (var activity in transaction.Reader.Activities(app.Keys, prefix))
        {
            transaction.Delete(app.Keys.Activities, activity);
        }
    }

    public void Touch()
    {
        record.Updated = transaction.Now;
        _isChanged = true;
    }

    /// <summary>Adds what became of the instance.</summary>
    public void WriteTo(Batch batch)
    {
        foreach (var received in _received)
        {
            received.Timestamp ??= transaction.Now;
            transaction.Put(app.Keys.Inboxes, WorkflowKeys.Inbox(key, transaction.NextSequence()), received);
        }

        var recordKey = WorkflowKeys.Instance(key);
        if (IsDeleted)
        {
            batch.Delete(app.Keys.Instances, recordKey, precondition);
        }
        else if (_isChanged)
        {
            batch.Put(app.Keys.Instances, recordKey, Google.Protobuf.MessageExtensions.ToByteArray(record), precondition);
        }
        else
        {
            batch.Check(app.Keys.Instances, recordKey, precondition);
        }
    }

    private Due DueOf(TimerRecord timer) => new(timer.FireAt.ToDateTimeOffset(), DueKind.Timer, key, timer.ExecutionId, timer.TimerId);

    private static HistoryEvent NewEvent(HistoryEvent historyEvent)
    {
        historyEvent.EventId = -1;
        return historyEvent;
    }

    private void BeginExecution(ExecutionStartedEvent started, TaskRouter? router)
    {
        record.ExecutionId = Guid.NewGuid().ToString("N");
        record.HistoryLength = 0;
        record.NextStep = 0;
        started.OrchestrationInstance = new OrchestrationInstance { InstanceId = key.InstanceId, ExecutionId = record.ExecutionId };
        _received.Add(NewEvent(new HistoryEvent { ExecutionStarted = started, Router = router ?? new TaskRouter { SourceAppID = key.AppId } }));
        Touch();
    }

    private void NotifyParent()
    {
        if (record.Parent is not { } parent)
        {
            return;
        }

        var target = new InstanceKey(parent.HasAppID ? parent.AppID : key.AppId, parent.OrchestrationInstance.InstanceId);
        if (!transaction.TryFind(target, out var instance) || instance.Record.ExecutionId != parent.OrchestrationInstance.ExecutionId)
        {
            return;
        }

        instance.Receive(NewEvent(record.Status == OrchestrationStatus.Completed
            ? new HistoryEvent
            {
                SubOrchestrationInstanceCompleted = new SubOrchestrationInstanceCompletedEvent
                {
                    TaskScheduledId = parent.TaskScheduledId,
                    Result = record.Output,
                },
            }
            : Failures.OfChild(parent.TaskScheduledId, record.Failure ?? Failures.Terminated(key.InstanceId))));
    }

    private void DeleteHistory()
    {
        for (var position = 0; position < record.HistoryLength; position++)
        {
            transaction.Delete(app.Keys.Histories, WorkflowKeys.History(key, position));
        }
    }

    private void DeleteInboxAndTimers()
    {
        foreach (var entry in transaction.Reader.Inbox(app.Keys, key))
        {
            transaction.Delete(app.Keys.Inboxes, entry.Key);
        }

        foreach (var (timerKey, timer) in transaction.Reader.Timers(app.Keys, WorkflowKeys.Prefix(key)))
        {
            transaction.Delete(app.Keys.Timers, timerKey);
            transaction.RemovedDues.Add(DueOf(timer));
        }
    }
}
