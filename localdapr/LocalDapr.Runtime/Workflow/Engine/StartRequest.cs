using DurableTask.Protobuf;

namespace LocalDapr.Runtime.Workflow.Engine;

/// <summary>Asks for a new instance.</summary>
internal sealed record StartRequest
{
    public required string Name { get; init; }

    public required string InstanceId { get; init; }

    public string? Input { get; init; }

    public string? Version { get; init; }

    /// <summary>When it starts; null: now.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>What to do if the id is taken.</summary>
    public OrchestrationIdReusePolicy? ReusePolicy { get; init; }

    public TraceContext? Trace { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
