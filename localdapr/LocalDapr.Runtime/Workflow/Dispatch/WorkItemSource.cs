using DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LocalDapr.Runtime.Workflow.Engine;
using LocalDapr.Runtime.Workflow.Storage;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Workflow.Dispatch;

/// <summary>Makes work items from what the store has.</summary>
internal sealed partial class WorkItemSource(WorkflowEngine engine, WorkResults results, ILogger<WorkItemSource> logger)
{
    private long _order;

    /// <summary>Begins the next turn of an instance.</summary>
    /// <returns>What the worker gets, or null if the instance has nothing to do.</returns>
    public WorkItem? BeginTurn(WorkflowApp app, InstanceKey key, WorkerStream worker)
    {
        var isDoubtful = app.Work.BeginTurn(key);
        try
        {
            if (ReadTurn(app, key, worker, isDoubtful) is { } turn)
            {
                return ToWorkItem(app, turn);
            }
        }
        catch (Exception failure)
        {
            LogUnreadable(key.InstanceId, key.AppId, failure);
        }

        app.Work.EndTurn(key, isWanted: false);
        return null;
    }

    /// <summary>Begins an activity.</summary>
    /// <returns>What the worker gets, or null if there is nothing to do any more.</returns>
    public WorkItem? BeginActivity(WorkflowApp app, string key, WorkerStream worker)
    {
        if (!engine.Reader.TryGetActivity(app.Keys, key, out var record))
        {
            return null;
        }

        var request = record.Request;
        var activity = new ActiveActivity(
            key, request.OrchestrationInstance.InstanceId, request.TaskId, Interlocked.Increment(ref _order), worker);
        return app.Work.TryTrack(activity)
            ? new WorkItem { ActivityRequest = request, CompletionToken = WorkflowKeys.ParseActivityToken(key) }
            : null;
    }

    private ActiveTurn? ReadTurn(WorkflowApp app, InstanceKey key, WorkerStream worker, bool isDoubtful)
    {
        var reader = engine.Reader;
        if (!reader.TryGet(app.Keys, key, out var record, out var version) || !record.IsRunnable(engine.Now))
        {
            return null;
        }

        var entries = reader.Inbox(app.Keys, key).ToLookup(entry => entry.IsFor(record.ExecutionId));
        var (inbox, hasMore) = TakeInbox(entries[true]);
        if (inbox.Count == 0)
        {
            return null;
        }

        var past = reader.History(app.Keys, key).ToList();
        var started = past.Concat(inbox.Select(entry => entry.Event)).First(each => each.ExecutionStarted is not null);
        return new ActiveTurn
        {
            Instance = key,
            ExecutionId = record.ExecutionId,
            Started = started,
            Beginning = new HistoryEvent
            {
                EventId = -1,
                Timestamp = engine.Now.ToTimestamp(),
                OrchestratorStarted = new OrchestratorStartedEvent(),
            },
            Past = past,
            Inbox = inbox,
            Obsolete = [.. entries[false].Select(entry => entry.Key)],
            HasMore = hasMore,
            IsDoubtful = isDoubtful || version <= engine.RecoveredVersion,
            Worker = worker,
        };
    }

    private static (List<InboxEntry> Inbox, bool HasMore) TakeInbox(IEnumerable<InboxEntry> entries)
    {
        var inbox = new List<InboxEntry>();
        var bytes = 0L;
        foreach (var entry in entries)
        {
            bytes += entry.Event.CalculateSize();
            if (inbox.Count > 0 && bytes > WorkflowLimits.PieceBytes)
            {
                return (inbox, true);
            }

            inbox.Add(entry);
        }

        return (inbox, false);
    }

    private WorkItem? ToWorkItem(WorkflowApp app, ActiveTurn turn)
    {
        var request = new OrchestratorRequest
        {
            InstanceId = turn.Instance.InstanceId,
            ExecutionId = turn.ExecutionId,
            PastEvents = { turn.Past },
            NewEvents = { turn.Beginning, turn.Inbox.Select(entry => entry.Event) },
        };
        var bytes = request.CalculateSize();
        if (turn.Worker.StreamsHistory && bytes > WorkflowLimits.PieceBytes)
        {
            request.PastEvents.Clear();
            request.RequiresHistoryStreaming = true;
        }
        else if (bytes > WorkflowLimits.WorkItemBytes)
        {
            _ = results.FailTurnAsync(app, turn, Failures.PayloadTooLarge("The history of the workflow", bytes, WorkflowLimits.WorkItemBytes));
            return null;
        }

        app.Work.Track(turn);
        return new WorkItem { OrchestratorRequest = request, CompletionToken = turn.Token };
    }

    [LoggerMessage(LogLevel.Error, "Workflow instance {InstanceId} of {AppId} can't be read")]
    private partial void LogUnreadable(string instanceId, string appId, Exception failure);
}
