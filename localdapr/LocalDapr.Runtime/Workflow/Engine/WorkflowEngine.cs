using DurableTask.Protobuf;
using LocalDapr.Runtime.Workflow.Storage;
using LocalDapr.Storage;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>
/// Runs the workflows of all apps over the embedded store. Each change is one commit; what is in memory (queues, timers, watchers) follows from
/// the store and is made anew at a start.
/// </summary>
internal sealed partial class WorkflowEngine : IDisposable
{
    private readonly KeyValueStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<WorkflowEngine> _logger;
    private readonly Dictionary<string, WorkflowApp> _apps;
    private readonly DueQueue _dues;
    private long _sequence;

    public WorkflowEngine(KeyValueStore store, TimeProvider time, IEnumerable<WorkflowApp> apps, ILogger<WorkflowEngine> logger)
    {
        _store = store;
        _time = time;
        _logger = logger;
        _apps = apps.ToDictionary(app => app.AppId);
        _dues = new DueQueue(time, due => _ = TryAsync(due.Instance, () => HappenAsync(due)));
        RecoveredVersion = store.Snapshot.Version;
        Recover();
    }

    /// <summary>What was written up to here was written by an earlier process.</summary>
    public ulong RecoveredVersion { get; }

    /// <summary>Wakes those who wait for a change of an instance.</summary>
    public InstanceWatchers Watchers { get; } = new();

    /// <summary>The store as it is now.</summary>
    public WorkflowReader Reader => new(_store.Snapshot);

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The app of that id, or null if it has no workflows.</summary>
    public WorkflowApp? FindApp(string appId) => _apps.GetValueOrDefault(appId);

    /// <summary>Commits a change, and does it again while others are faster.</summary>
    /// <param name="change">Works out the change; it must have no effect of its own.</param>
    /// <exception cref="BatchTooLargeException">The change is too large for the store.</exception>
    /// <exception cref="StoreFailedException">The store takes no commits any more.</exception>
    public async Task<T> CommitAsync<T>(Func<WorkflowTransaction, T> change)
    {
        while (true)
        {
            var transaction = new WorkflowTransaction(_store.Snapshot, _apps, _time.GetUtcNow(), () => Interlocked.Increment(ref _sequence));
            var result = change(transaction);
            if ((await _store.CommitAsync(transaction.ToBatch())).IsCommitted)
            {
                Announce(transaction);
                return result;
            }
        }
    }

    public void Dispose() => _dues.Dispose();

    private void Announce(WorkflowTransaction transaction)
    {
        transaction.RemovedDues.ForEach(_dues.Remove);
        transaction.AddedDues.ForEach(_dues.Add);
        transaction.AddedActivities.ForEach(activity => activity.App.Work.OfferActivity(activity.Key));
        foreach (var instance in transaction.Instances)
        {
            if (instance.HasReceived && instance.Record.IsRunnable(_time.GetUtcNow()))
            {
                instance.App.Work.OfferTurn(instance.Key);
            }

            if (instance.IsChanged)
            {
                Watchers.Changed(instance.Key);
                Cascade(instance.Key, instance.Record);
            }
        }
    }

    private void Recover()
    {
        var reader = Reader;
        foreach (var app in _apps.Values)
        {
            foreach (var (key, record) in reader.Instances(app.Keys, app.AppId))
            {
                Recover(reader, app, key, record);
            }

            foreach (var (_, timer) in reader.Timers(app.Keys, WorkflowKeys.App(app.AppId)))
            {
                var instance = new InstanceKey(app.AppId, timer.InstanceId);
                _dues.Add(new Due(timer.FireAt.ToDateTimeOffset(), DueKind.Timer, instance, timer.ExecutionId, timer.TimerId));
            }

            foreach (var activity in reader.Activities(app.Keys, WorkflowKeys.App(app.AppId)))
            {
                app.Work.OfferActivity(activity);
            }
        }
    }

    private void Recover(WorkflowReader reader, WorkflowApp app, InstanceKey key, InstanceRecord record)
    {
        if (record.IsTerminal())
        {
            Cascade(key, record);
            if (app.Settings.PurgeTime(record.Status, record.Completed.ToDateTimeOffset()) is { } purge)
            {
                _dues.Add(new Due(purge, DueKind.Purge, key, record.ExecutionId));
            }

            return;
        }

        if (reader.LastSequence(app.Keys, key) is { } last)
        {
            _sequence = Math.Max(_sequence, last);
            app.Work.OfferTurn(key);
        }

        if (record.Status == OrchestrationStatus.Pending && record.ScheduledStart is { } start)
        {
            _dues.Add(new Due(start.ToDateTimeOffset(), DueKind.Start, key, record.ExecutionId));
        }
    }

    private async Task HappenAsync(Due due)
    {
        if (FindApp(due.Instance.AppId) is not { } app)
        {
            return;
        }

        switch (due.Kind)
        {
            case DueKind.Timer:
                await CommitAsync(transaction => Fire(transaction, app, due));
                break;
            case DueKind.Start:
                app.Work.OfferTurn(due.Instance);
                break;
            case DueKind.Purge:
                await CommitAsync(transaction => Purge(transaction, due));
                break;
        }
    }

    private static bool Fire(WorkflowTransaction transaction, WorkflowApp app, Due due)
    {
        var key = WorkflowKeys.Timer(due.Instance, due.ExecutionId, due.TimerId);
        if (!transaction.Reader.Exists(app.Keys.Timers, key))
        {
            return false;
        }

        transaction.Consume(app.Keys.Timers, key);
        if (transaction.TryFind(due.Instance, out var instance) && instance.Record.ExecutionId == due.ExecutionId)
        {
            var fireAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(due.Time);
            instance.Receive(new HistoryEvent { EventId = -1, TimerFired = new TimerFiredEvent { TimerId = due.TimerId, FireAt = fireAt } });
        }

        return true;
    }

    private static bool Purge(WorkflowTransaction transaction, Due due)
    {
        var isDue = transaction.TryFind(due.Instance, out var instance)
            && instance.Record.ExecutionId == due.ExecutionId && instance.Record.IsTerminal();
        if (isDue)
        {
            instance!.DeleteEverything();
        }

        return isDue;
    }

    private void Cascade(InstanceKey key, InstanceRecord record)
    {
        if (record.CascadesTermination)
        {
            _ = TryAsync(key, () => TerminateChildrenAsync(key));
        }
    }

    // Each child is a commit of its own; the mark of the parent stays until all are done, also over a restart.
    private async Task TerminateChildrenAsync(InstanceKey parent)
    {
        await Task.Yield();
        foreach (var child in Children(parent))
        {
            await CommitAsync(transaction =>
            {
                if (transaction.TryFind(child, out var instance))
                {
                    instance.Terminate(output: null, recurse: true);
                }

                return true;
            });
        }

        await CommitAsync(transaction => transaction.TryFind(parent, out var instance) && instance.EndCascade());
    }

    /// <summary>The children that the current execution of an instance has started.</summary>
    public IReadOnlyList<InstanceKey> Children(InstanceKey parent) => FindApp(parent.AppId) is { } app
        ?
        [
            .. Reader.History(app.Keys, parent).Where(each => each.SubOrchestrationInstanceCreated is not null)
                .Select(each => new InstanceKey(
                    each.Router is { HasTargetAppID: true, TargetAppID.Length: > 0 } router ? router.TargetAppID : parent.AppId,
                    each.SubOrchestrationInstanceCreated.InstanceId)),
        ]
        : [];

    private async Task TryAsync(InstanceKey key, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure)
        {
            LogFailed(key.InstanceId, key.AppId, failure);
        }
    }

    [LoggerMessage(LogLevel.Error, "Workflow instance {InstanceId} of {AppId} could not be advanced")]
    private partial void LogFailed(string instanceId, string appId, Exception failure);
}
