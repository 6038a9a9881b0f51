using DurableTask.Protobuf;
using LocalDapr.Runtime.Workflow.Dispatch;
using LocalDapr.Runtime.Workflow.Storage;
using ActionCase = DurableTask.Protobuf.OrchestratorAction.OrchestratorActionTypeOneofCase;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>Writes what a turn decided: its history and all that follows from it, in one transaction.</summary>
internal sealed class TurnOutcome(WorkflowTransaction transaction, Instance instance, ActiveTurn turn, OrchestratorResponse response)
{
    private readonly CompleteOrchestrationAction? _end =
        response.Actions.LastOrDefault(action => action.CompleteOrchestration is not null)?.CompleteOrchestration;

    public void Write()
    {
        instance.Record.CustomStatus = response.CustomStatus;
        foreach (var obsolete in turn.Obsolete)
        {
            instance.Discard(obsolete);
        }

        if (_end?.OrchestrationStatus == OrchestrationStatus.ContinuedAsNew)
        {
            ContinueAsNew(_end);
            return;
        }

        WriteHistory();
        if (instance.Record.Status == OrchestrationStatus.Pending)
        {
            instance.Record.Status = OrchestrationStatus.Running;
        }

        foreach (var action in response.Actions.Where(IsNew))
        {
            Apply(action);
        }

        if (_end is not null)
        {
            End(_end);
        }
        else if (turn.IsDoubtful && response.CompletionToken.Length == 0)
        {
            // The answer may be that of an earlier turn, which knew less: one more turn finds what it left out.
            instance.Receive(new HistoryEvent { EventId = -1, OrchestratorStarted = new OrchestratorStartedEvent() });
        }
    }

    private void WriteHistory()
    {
        var beginning = turn.Beginning;
        if (NewPatches() is { Count: > 0 } patches)
        {
            beginning.OrchestratorStarted.Version = new OrchestrationVersion { Patches = { patches } };
        }

        instance.Append(beginning);
        foreach (var entry in turn.Inbox)
        {
            instance.Handle(entry);
        }
    }

    private List<string> NewPatches()
    {
        if (response.Version is not { Patches.Count: > 0 } version)
        {
            return [];
        }

        var known = turn.Past.SelectMany(each => each.OrchestratorStarted?.Version?.Patches ?? []);
        return [.. version.Patches.Except(known)];
    }

    private bool IsNew(OrchestratorAction action) =>
        action.OrchestratorActionTypeCase == ActionCase.TerminateOrchestration || action.Id >= instance.Record.NextStep;

    private void Apply(OrchestratorAction action)
    {
        switch (action.OrchestratorActionTypeCase)
        {
            case ActionCase.ScheduleTask:
                if (action.ScheduleTask.TaskExecutionId.Length == 0)
                {
                    action.ScheduleTask.TaskExecutionId = $"{instance.Record.ExecutionId}-{action.Id}";
                }

                Step(action, StepEvents.Scheduled(action, turn.Started));
                AddActivity(action.Id, action.ScheduleTask, StepEvents.TargetApp(action));
                break;
            case ActionCase.CreateTimer:
                Step(action, StepEvents.TimerCreated(action));
                if (_end is null)
                {
                    instance.AddTimer(action.Id, action.CreateTimer.FireAt ?? transaction.Now);
                }

                break;
            case ActionCase.CreateSubOrchestration:
                Step(action, StepEvents.ChildCreated(action, turn.Started, ChildId(action)));
                CreateChild(action);
                break;
            case ActionCase.SendEvent:
                Step(action, StepEvents.EventSent(action));
                Send(action.SendEvent);
                break;
            case ActionCase.TerminateOrchestration:
                Terminate(action.TerminateOrchestration);
                break;
        }
    }

    private void Step(OrchestratorAction action, HistoryEvent step)
    {
        instance.Append(step);
        instance.Record.NextStep = action.Id + 1;
    }

    private void AddActivity(int taskId, ScheduleTaskAction task, string? targetApp)
    {
        if (transaction.FindApp(targetApp ?? instance.Key.AppId) is not { } app)
        {
            instance.Receive(Failures.OfActivity(taskId, Failures.UnknownApp(targetApp!), task.TaskExecutionId));
            return;
        }

        var key = WorkflowKeys.Activity(app.AppId, WorkflowKeys.ActivityToken(instance.Record.ExecutionId, taskId));
        var request = new ActivityRequest
        {
            Name = task.Name,
            Version = task.Version,
            Input = task.Input,
            OrchestrationInstance =
                new OrchestrationInstance { InstanceId = instance.Key.InstanceId, ExecutionId = instance.Record.ExecutionId },
            TaskId = taskId,
            ParentTraceContext = turn.Started.ExecutionStarted.ParentTraceContext,
            TaskExecutionId = task.TaskExecutionId,
        };
        transaction.Put(app.Keys.Activities, key, new ActivityRecord { Request = request, SourceAppId = instance.Key.AppId });
        transaction.AddedActivities.Add((app, key));
    }

    private string ChildId(OrchestratorAction action) => action.CreateSubOrchestration.InstanceId is { Length: > 0 } id
        ? id
        : $"{instance.Key.InstanceId}:{action.Id:x4}";

    private void CreateChild(OrchestratorAction action)
    {
        var key = new InstanceKey(StepEvents.TargetApp(action) ?? instance.Key.AppId, ChildId(action));
        if (transaction.FindApp(key.AppId) is null)
        {
            instance.Receive(Failures.OfChild(action.Id, Failures.UnknownApp(key.AppId)));
        }
        else if (!WorkflowLimits.IsInstanceId(key.InstanceId))
        {
            instance.Receive(Failures.OfChild(action.Id, Failures.InvalidInstanceId(key.InstanceId)));
        }
        else if (transaction.TryFind(key, out var existing) && !existing.Record.IsTerminal())
        {
            instance.Receive(Failures.OfChild(action.Id, Failures.InstanceExists(key.InstanceId)));
        }
        else
        {
            transaction.Create(key, StepEvents.ChildStart(action, turn.Started, instance.Key, instance.Record.ExecutionId), action.Router);
        }
    }

    private void Send(SendEventAction sent) => transaction.Send(
        new InstanceKey(instance.Key.AppId, sent.Instance?.InstanceId ?? ""),
        new HistoryEvent { EventId = -1, EventRaised = new EventRaisedEvent { Name = sent.Name, Input = sent.Data } });

    private void Terminate(TerminateOrchestrationAction termination)
    {
        if (transaction.TryFind(new InstanceKey(instance.Key.AppId, termination.InstanceId), out var target))
        {
            target.Terminate(termination.Reason, termination.Recurse);
        }
    }

    private void ContinueAsNew(CompleteOrchestrationAction end)
    {
        // Messages leave; whatever else was decided in the turn ends with the execution.
        foreach (var action in response.Actions.Where(IsNew))
        {
            if (action.SendEvent is { } sent)
            {
                Send(sent);
            }
            else if (action.TerminateOrchestration is { } termination)
            {
                Terminate(termination);
            }
        }

        var next = turn.Started.ExecutionStarted.Clone();
        next.Input = end.Result;
        next.ScheduledStartTimestamp = null;
        instance.Record.Status = OrchestrationStatus.Running;
        instance.ContinueAsNew(next, turn.Started.Router, turn.Inbox.Select(entry => entry.Key).ToHashSet(), end.CarryoverEvents);
    }

    private void End(CompleteOrchestrationAction end)
    {
        instance.Append(new HistoryEvent
        {
            EventId = -1,
            ExecutionCompleted = new ExecutionCompletedEvent
            {
                OrchestrationStatus = end.OrchestrationStatus,
                Result = end.Result,
                FailureDetails = end.FailureDetails,
            },
        });
        instance.End(end.OrchestrationStatus, end.Result, end.FailureDetails);
    }
}
