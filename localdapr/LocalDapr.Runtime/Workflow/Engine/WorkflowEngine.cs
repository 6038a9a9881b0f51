using DurableTask.Protobuf;
using LocalDapr.Runtime.Workflow.Storage;
using LocalDapr.Storage;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>
/// Runs the workflows of all apps over the embedded store. Each change is one commit; what is in memory (queues, timers, watchers) follows from
/// the store and is made anew at a start.
/// </summary>
internal sealed class WorkflowEngine : IDisposable
{
    private readonly KeyValueStore _store;
    private readonly TimeProvider _time;
    private readonly WorkflowApps _apps;
    private readonly BackgroundWork _background;
    private readonly DueQueue _dues;
    private long _sequence = InboxEntry.FirstSequence;

    public WorkflowEngine(KeyValueStore store, TimeProvider time, IReadOnlyList<WorkflowApp> apps, ILogger<BackgroundWork> logger)
    {
        _store = store;
        _time = time;
        _apps = new WorkflowApps(apps);
        _background = new BackgroundWork(this, logger);
        _dues = new DueQueue(time, _background.Happen);
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

    /// <summary>The app of that id, or null if it does not run.</summary>
    public WorkflowApp? FindApp(string appId) => _apps.Find(appId);

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

    /// <summary>The children that the current execution of an instance has started.</summary>
    public IReadOnlyList<InstanceKey> Children(InstanceKey parent) =>
    [
        .. Reader.History(_apps.Get(parent.AppId).Keys, parent).Where(each => each.SubOrchestrationInstanceCreated is not null)
            .Select(each => new InstanceKey(
                each.Router is { HasTargetAppID: true, TargetAppID.Length: > 0 } router ? router.TargetAppID : parent.AppId,
                each.SubOrchestrationInstanceCreated.InstanceId)),
    ];

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
                _background.Cascade(instance.Key, instance.Record);
            }
        }
    }

    private void Recover()
    {
        var reader = Reader;
        foreach (var app in _apps.Running)
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
            _background.Cascade(key, record);
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
}
