using DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LocalDapr.Runtime.Workflow.Storage;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>What the store has of an instance besides its record, within a transaction.</summary>
internal sealed class InstanceEntries(WorkflowTransaction transaction, WorkflowApp app, InstanceKey key)
{
    private readonly WorkflowKeys _keys = app.Keys;

    /// <summary>The events that wait for a turn, as the transaction found them.</summary>
    public IEnumerable<InboxEntry> Inbox => transaction.Reader.Inbox(_keys, key);

    public void PutHistory(int position, HistoryEvent historyEvent) =>
        transaction.Put(_keys.Histories, WorkflowKeys.History(key, position), historyEvent);

    public void DeleteHistory(int length)
    {
        for (var position = 0; position < length; position++)
        {
            transaction.Delete(_keys.Histories, WorkflowKeys.History(key, position));
        }
    }

    /// <summary>Keeps an event for the next turn.</summary>
    /// <param name="sequence">Its place.</param>
    /// <param name="historyEvent">The event.</param>
    /// <param name="executionId">The current execution.</param>
    public void PutInbox(long sequence, HistoryEvent historyEvent, string executionId)
    {
        var bound = InboxEntry.IsBound(historyEvent) ? executionId : "";
        transaction.Put(_keys.Inboxes, WorkflowKeys.Inbox(key, sequence, bound), historyEvent);
    }

    public void DeleteInbox(string inboxKey) => transaction.Delete(_keys.Inboxes, inboxKey);

    public void PutTimer(string executionId, int timerId, Timestamp fireAt)
    {
        var timer = new TimerRecord { InstanceId = key.InstanceId, ExecutionId = executionId, TimerId = timerId, FireAt = fireAt };
        transaction.Put(_keys.Timers, WorkflowKeys.Timer(key, executionId, timerId), timer);
        transaction.AddedDues.Add(DueOf(timer));
    }

    public void DeleteTimers()
    {
        foreach (var (timerKey, timer) in transaction.Reader.Timers(_keys, WorkflowKeys.Prefix(key)))
        {
            transaction.Delete(_keys.Timers, timerKey);
            transaction.RemovedDues.Add(DueOf(timer));
        }
    }

    public void DeleteInboxAndTimers()
    {
        foreach (var entry in Inbox)
        {
            DeleteInbox(entry.Key);
        }

        DeleteTimers();
    }

    /// <summary>Forgets the activities that have no result yet. Those that run are not interrupted.</summary>
    public void DeleteActivities(string executionId)
    {
        var prefix = WorkflowKeys.Activity(key.AppId, WorkflowKeys.ActivityTokens(executionId));
        foreach (var activity in transaction.Reader.Activities(_keys, prefix))
        {
            transaction.Delete(_keys.Activities, activity);
        }
    }

    private Due DueOf(TimerRecord timer) => new(timer.FireAt.ToDateTimeOffset(), DueKind.Timer, key, timer.ExecutionId, timer.TimerId);
}
