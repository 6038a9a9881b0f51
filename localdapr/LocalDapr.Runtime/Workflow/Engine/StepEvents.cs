using DurableTask.Protobuf;
using LocalDapr.Runtime.Workflow.Storage;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>What the history says of the steps that a workflow decides on.</summary>
internal static class StepEvents
{
    public static HistoryEvent Scheduled(OrchestratorAction action, HistoryEvent started) => new()
    {
        EventId = action.Id,
        Router = RouterOf(action),
        TaskScheduled = new TaskScheduledEvent
        {
            Name = action.ScheduleTask.Name,
            Version = action.ScheduleTask.Version,
            Input = action.ScheduleTask.Input,
            TaskExecutionId = action.ScheduleTask.TaskExecutionId,
            ParentTraceContext = started.ExecutionStarted.ParentTraceContext,
        },
    };

    public static HistoryEvent TimerCreated(OrchestratorAction action)
    {
        var created = new TimerCreatedEvent { FireAt = action.CreateTimer.FireAt };
        if (action.CreateTimer.HasName)
        {
            created.Name = action.CreateTimer.Name;
        }

        return new HistoryEvent { EventId = action.Id, TimerCreated = created };
    }

    public static HistoryEvent ChildCreated(OrchestratorAction action, HistoryEvent started, string childId) => new()
    {
        EventId = action.Id,
        Router = RouterOf(action),
        SubOrchestrationInstanceCreated = new SubOrchestrationInstanceCreatedEvent
        {
            InstanceId = childId,
            Name = action.CreateSubOrchestration.Name,
            Version = action.CreateSubOrchestration.Version,
            Input = action.CreateSubOrchestration.Input,
            ParentTraceContext = started.ExecutionStarted.ParentTraceContext,
        },
    };

    public static HistoryEvent EventSent(OrchestratorAction action) => new()
    {
        EventId = action.Id,
        EventSent = new EventSentEvent
        {
            InstanceId = action.SendEvent.Instance?.InstanceId ?? "",
            Name = action.SendEvent.Name,
            Input = action.SendEvent.Data,
        },
    };

    /// <summary>The start of a child workflow.</summary>
    /// <param name="action">The decision.</param>
    /// <param name="started">The start of the parent.</param>
    /// <param name="parent">The parent.</param>
    /// <param name="executionId">Its execution, which gets the result.</param>
    public static ExecutionStartedEvent ChildStart(OrchestratorAction action, HistoryEvent started, InstanceKey parent, string executionId) => new()
    {
        Name = action.CreateSubOrchestration.Name,
        Version = action.CreateSubOrchestration.Version,
        Input = action.CreateSubOrchestration.Input,
        ParentTraceContext = started.ExecutionStarted.ParentTraceContext,
        ParentInstance = new ParentInstanceInfo
        {
            TaskScheduledId = action.Id,
            Name = started.ExecutionStarted.Name,
            OrchestrationInstance = new OrchestrationInstance { InstanceId = parent.InstanceId, ExecutionId = executionId },
            AppID = parent.AppId,
        },
    };

    /// <summary>The end of a child workflow, for its parent.</summary>
    /// <param name="taskId">Number of the parent's step.</param>
    /// <param name="child">The child.</param>
    /// <param name="childId">Its id.</param>
    public static HistoryEvent ChildEnded(int taskId, InstanceRecord child, string childId) => child.Status == OrchestrationStatus.Completed
        ? new HistoryEvent
        {
            EventId = -1,
            SubOrchestrationInstanceCompleted = new SubOrchestrationInstanceCompletedEvent { TaskScheduledId = taskId, Result = child.Output },
        }
        : Failures.OfChild(taskId, child.Failure ?? Failures.Terminated(childId));

    /// <summary>The app that does a step; null: the workflow's own.</summary>
    public static string? TargetApp(OrchestratorAction action) => RouterOf(action) is { HasTargetAppID: true, TargetAppID.Length: > 0 } router
        ? router.TargetAppID
        : null;

    private static TaskRouter? RouterOf(OrchestratorAction action) =>
        action.Router ?? action.ScheduleTask?.Router ?? action.CreateSubOrchestration?.Router;
}
