using DurableTask.Protobuf;
using LocalDapr.Runtime.Components;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>What <c>spec.workflow</c> of a Configuration says.</summary>
/// <param name="MaxConcurrentTurns">How many turns the workers of an app take at a time; null: any number.</param>
/// <param name="MaxConcurrentActivities">How many activities the workers of an app run at a time; null: any number.</param>
/// <param name="Retention">After how long instances that ended so are deleted.</param>
internal sealed record WorkflowSettings(
    int? MaxConcurrentTurns, int? MaxConcurrentActivities, IReadOnlyDictionary<OrchestrationStatus, TimeSpan> Retention)
{
    public static WorkflowSettings Default { get; } = new(null, null, new Dictionary<OrchestrationStatus, TimeSpan>());

    /// <exception cref="Errors.ConfigurationException">A value is out of its range.</exception>
    public static WorkflowSettings Parse(YamlObject spec) => new(
        Limit(spec, "maxConcurrentWorkflowInvocations"),
        Limit(spec, "maxConcurrentActivityInvocations"),
        spec.Object("stateRetentionPolicy") is { } policy ? ParseRetention(policy) : Default.Retention);

    /// <summary>When an instance that ended is deleted; null: never.</summary>
    public DateTimeOffset? PurgeTime(OrchestrationStatus status, DateTimeOffset completed) =>
        Retention.TryGetValue(status, out var retention) ? completed + retention : null;

    private static int? Limit(YamlObject spec, string key) => spec.Int32(key) switch
    {
        null or 0 => null,
        < 0 => throw spec.Error(key, "must not be negative"),
        var limit => limit,
    };

    private static Dictionary<OrchestrationStatus, TimeSpan> ParseRetention(YamlObject policy)
    {
        var any = Duration(policy, "anyTerminal");
        (OrchestrationStatus Status, TimeSpan? Retention)[] retentions =
        [
            (OrchestrationStatus.Completed, Duration(policy, "completed") ?? any),
            (OrchestrationStatus.Failed, Duration(policy, "failed") ?? any),
            (OrchestrationStatus.Terminated, Duration(policy, "terminated") ?? any),
        ];
        return retentions.Where(each => each.Retention is not null).ToDictionary(each => each.Status, each => each.Retention!.Value);
    }

    private static TimeSpan? Duration(YamlObject policy, string key) => policy.Duration(key) switch
    {
        { } retention when retention < TimeSpan.Zero => throw policy.Error(key, "must not be negative"),
        var retention => retention,
    };
}
