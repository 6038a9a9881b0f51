using DurableTask.Protobuf;

namespace LocalDapr.Runtime.Workflow.Storage;

/// <summary>What a record says.</summary>
internal static class InstanceRecordExtensions
{
    /// <summary>Whether the instance has ended.</summary>
    public static bool IsTerminal(this InstanceRecord record) => record.Status.IsTerminal();

    /// <summary>Whether an instance in this state has ended.</summary>
    public static bool IsTerminal(this OrchestrationStatus status) => status
        is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated or OrchestrationStatus.Canceled;

    /// <summary>How the instance fares, as callers see it.</summary>
    public static OrchestrationStatus VisibleStatus(this InstanceRecord record) =>
        record.IsSuspended && !record.IsTerminal() ? OrchestrationStatus.Suspended : record.Status;

    /// <summary>Whether the instance takes turns now.</summary>
    public static bool IsRunnable(this InstanceRecord record, DateTimeOffset now) =>
        !record.IsTerminal() && !record.IsSuspended && (record.ScheduledStart is null || record.ScheduledStart.ToDateTimeOffset() <= now);

    /// <summary>The state of the instance for callers, without payloads.</summary>
    public static OrchestrationState ToState(this InstanceRecord record, string instanceId)
    {
        var state = new OrchestrationState
        {
            InstanceId = instanceId,
            Name = record.Name,
            OrchestrationStatus = record.VisibleStatus(),
            ScheduledStartTimestamp = record.ScheduledStart,
            CreatedTimestamp = record.Created,
            LastUpdatedTimestamp = record.Updated,
            CompletedTimestamp = record.Completed,
            ExecutionId = record.ExecutionId,
            ParentInstanceId = record.Parent?.OrchestrationInstance?.InstanceId,
        };
        state.Tags.Add(record.Tags);
        return state;
    }
}
