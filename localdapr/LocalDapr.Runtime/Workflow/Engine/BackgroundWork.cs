using DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;
using LocalDapr.Runtime.Workflow.Storage;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>Does what nobody waits for: what is due, and the end of the children of terminated instances.</summary>
internal sealed partial class BackgroundWork(WorkflowEngine engine, ILogger<BackgroundWork> logger)
{
    /// <summary>Does what is due.</summary>
    public void Happen(Due due) => _ = TryAsync(due.Instance, () => HappenAsync(due));

    private async Task HappenAsync(Due due)
    {
        if (engine.FindApp(due.Instance.AppId) is not { } app)
        {
            return;
        }

        switch (due.Kind)
        {
            case DueKind.Timer:
                await engine.CommitAsync(transaction => Fire(transaction, app, due));
                break;
            case DueKind.Start:
                app.Work.OfferTurn(due.Instance);
                break;
            case DueKind.Purge:
                await engine.CommitAsync(transaction => Purge(transaction, due));
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
            var fireAt = due.Time.ToTimestamp();
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
            instance!.Delete();
        }

        return isDue;
    }

    /// <summary>Ends the children of an instance that was terminated with them.</summary>
    public void Cascade(InstanceKey key, InstanceRecord record)
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
        foreach (var child in engine.Children(parent))
        {
            await engine.CommitAsync(transaction =>
            {
                if (transaction.TryFind(child, out var instance))
                {
                    instance.Terminate(output: null, recurse: true);
                }

                return true;
            });
        }

        await engine.CommitAsync(transaction => transaction.TryFind(parent, out var instance) && instance.EndCascade());
    }

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
