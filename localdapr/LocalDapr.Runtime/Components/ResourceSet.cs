using System.Collections.Frozen;
using LocalDapr.Runtime.Resiliency;
using LocalDapr.Runtime.Secrets;
using LocalDapr.Runtime.Tracing;
using LocalDapr.Runtime.Workflow.Engine;

namespace LocalDapr.Runtime.Components;

/// <summary>The resources that one app's sidecar sees: loaded from its resource folders and filtered by scope.</summary>
public sealed class ResourceSet
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, Component>> _byBlock;

    internal ResourceSet(Resources resources, string appId)
    {
        Components = [.. resources.Components.Where(component => component.IsVisibleTo(appId))];
        Subscriptions = [.. resources.Subscriptions.Where(subscription => subscription.IsVisibleTo(appId))];
        Resiliency = new ResiliencyPolicies([.. resources.ResiliencySpecs.Where(spec => spec.IsVisibleTo(appId))]);
        _byBlock = Components.GroupBy(component => component.BuildingBlock)
            .ToFrozenDictionary(block => block.Key, block => block.ToFrozenDictionary(component => component.Name));
        Secrets = new SecretStores(
            All(BuildingBlocks.SecretStores).ToDictionary(component => component.Name, component => resources.SecretStores[component.Name]),
            resources.Configuration.SecretScopes);
        Traces = new TraceSampler(resources.Configuration.SamplingRate);
        Workflow = resources.Configuration.Workflow;
    }

    public IReadOnlyList<Component> Components { get; }

    public IReadOnlyList<Subscription> Subscriptions { get; }

    internal ResiliencyPolicies Resiliency { get; }

    internal SecretStores Secrets { get; }

    internal TraceSampler Traces { get; }

    internal WorkflowSettings Workflow { get; }

    /// <summary>The component of that building block and name, or null.</summary>
    public Component? Find(string buildingBlock, string name) =>
        _byBlock.TryGetValue(buildingBlock, out var components) ? components.GetValueOrDefault(name) : null;

    /// <summary>The components of a building block.</summary>
    public IEnumerable<Component> All(string buildingBlock) =>
        _byBlock.TryGetValue(buildingBlock, out var components) ? components.Values : [];

    /// <summary>Whether the building block has any component at all.</summary>
    public bool HasAny(string buildingBlock) => _byBlock.ContainsKey(buildingBlock);
}
