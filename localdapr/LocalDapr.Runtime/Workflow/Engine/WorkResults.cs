using DurableTask.Protobuf;
using LocalDapr.Runtime.Workflow.Dispatch;
using LocalDapr.Runtime.Workflow.Storage;
using LocalDapr.Storage;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>Takes what workers answer.</summary>
internal sealed class WorkResults(WorkflowEngine engine)
{
    /// <summary>Commits what a turn decided.</summary>
    /// <returns>False if nobody waits for the answer: the turn was given to another worker, or the instance has ended.</returns>
    public async Task<bool> CompleteTurnAsync(WorkflowApp app, OrchestratorResponse response)
    {
        if (app.Work.TakeTurn(new InstanceKey(app.AppId, response.InstanceId), response.CompletionToken) is not { } turn)
        {
            return false;
        }

        var isLost = true;
        try
        {
            var isWritten = await WriteAsync(app, turn, PayloadCheck.Check(response));
            isLost = false;
            return isWritten;
        }
        finally
        {
            turn.Worker.TurnAnswered();
            app.Work.TurnPermits.Release();
            app.Work.EndTurn(turn.Instance, turn.HasMore, isLost);
        }
    }

    /// <summary>Ends an instance whose turn no worker can take.</summary>
    public async Task FailTurnAsync(WorkflowApp app, ActiveTurn turn, TaskFailureDetails failure)
    {
        var isLost = true;
        try
        {
            await WriteAsync(app, turn, PayloadCheck.Failed(new OrchestratorResponse(), failure));
            isLost = false;
        }
        finally
        {
            app.Work.EndTurn(turn.Instance, isWanted: false, isLost);
        }
    }

    /// <summary>Gives a turn to another worker.</summary>
    public static bool AbandonTurn(WorkflowApp app, string token)
    {
        if (app.Work.TakeTurn(token) is not { } turn)
        {
            return false;
        }

        turn.Worker.TurnAnswered();
        app.Work.TurnPermits.Release();
        app.Work.EndTurn(turn.Instance, isWanted: true);
        return true;
    }

    /// <summary>Commits the result of an activity.</summary>
    /// <returns>False if nobody waits for it.</returns>
    public async Task<bool> CompleteActivityAsync(WorkflowApp app, ActivityResponse response)
    {
        var key = response.CompletionToken.Length > 0
            ? WorkflowKeys.Activity(app.AppId, response.CompletionToken)
            : app.Work.FindActivity(response.InstanceId, response.TaskId);
        if (key is null)
        {
            return false;
        }

        var active = app.Work.TakeActivity(key);
        try
        {
            var result = PayloadCheck.Check(response);
            return await engine.CommitAsync(transaction => Complete(transaction, app, key, result));
        }
        finally
        {
            Release(app, active);
        }
    }

    /// <summary>Gives an activity to another worker.</summary>
    public static bool AbandonActivity(WorkflowApp app, string token)
    {
        if (app.Work.TakeActivity(WorkflowKeys.Activity(app.AppId, token)) is not { } active)
        {
            return false;
        }

        Release(app, active);
        app.Work.OfferActivity(active.Key);
        return true;
    }

    private static void Release(WorkflowApp app, ActiveActivity? active)
    {
        if (active is not null)
        {
            active.Worker.ActivityAnswered();
            app.Work.ActivityPermits.Release();
        }
    }

    private async Task<bool> WriteAsync(WorkflowApp app, ActiveTurn turn, OrchestratorResponse response)
    {
        try
        {
            return await engine.CommitAsync(transaction => Write(transaction, app, turn, response));
        }
        catch (BatchTooLargeException tooLarge)
        {
            var failure = Failures.TurnTooLarge(tooLarge.Message);
            return await engine.CommitAsync(transaction => Write(transaction, app, turn, PayloadCheck.Failed(response, failure)));
        }
    }

    private static bool Write(WorkflowTransaction transaction, WorkflowApp app, ActiveTurn turn, OrchestratorResponse response)
    {
        var isCurrent = transaction.TryFind(turn.Instance, out var instance)
            && instance.Record.ExecutionId == turn.ExecutionId
            && !instance.Record.IsTerminal()
            && turn.Inbox.All(entry => transaction.Reader.Exists(app.Keys.Inboxes, entry.Key));
        if (isCurrent)
        {
            new TurnOutcome(transaction, instance!, turn, response).Write();
        }

        return isCurrent;
    }

    private static bool Complete(WorkflowTransaction transaction, WorkflowApp app, string key, ActivityResponse response)
    {
        if (!transaction.Reader.TryGetActivity(app.Keys, key, out var record))
        {
            return false;
        }

        transaction.Consume(app.Keys.Activities, key);
        var request = record.Request;
        var target = new InstanceKey(record.SourceAppId, request.OrchestrationInstance.InstanceId);
        if (transaction.TryFind(target, out var instance) && instance.Record.ExecutionId == request.OrchestrationInstance.ExecutionId)
        {
            instance.Receive(response.FailureDetails is { } failure
                ? Failures.OfActivity(request.TaskId, failure, request.TaskExecutionId)
                : new HistoryEvent
                {
                    EventId = -1,
                    TaskCompleted = new TaskCompletedEvent
                    {
                        TaskScheduledId = request.TaskId,
                        Result = response.Result,
                        TaskExecutionId = request.TaskExecutionId,
                    },
                });
        }

        return true;
    }
}
