using LocalDapr.Runtime.Components;
using LocalDapr.Storage;
using Polly;

namespace LocalDapr.Runtime.State;

/// <summary>What the state components of an app stand on.</summary>
/// <param name="Store">Where the state is.</param>
/// <param name="Time">The clock of expiry.</param>
/// <param name="Namespace">The namespace of the app, if there is one.</param>
internal sealed record StateBackend(KeyValueStore Store, TimeProvider Time, string? Namespace)
{
    /// <summary>Where the state of a component is in the store.</summary>
    public Func<Component, string> KeyspaceOf { get; init; } = StateKeyspace.Of;

    /// <summary>The outbound policies of a component, for its writes: reads come from memory and do not fail. Null without any.</summary>
    public Func<Component, ResiliencePipeline<bool>?> PipelineOf { get; init; } = _ => null;

    /// <summary>The outbox of a component; null for one that publishes nothing.</summary>
    public Func<Component, Outbox?> OutboxOf { get; init; } = _ => null;
}
