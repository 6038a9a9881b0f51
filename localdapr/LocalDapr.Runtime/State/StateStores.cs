using System.Collections.Frozen;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.PubSub;

namespace LocalDapr.Runtime.State;

/// <summary>The state components that one app may use.</summary>
internal sealed class StateStores(IEnumerable<Component> components, string appId, StateBackend backend)
{
    private readonly FrozenDictionary<string, StateStore> _stores = components
        .Where(component => component.BuildingBlock == BuildingBlocks.State)
        .ToFrozenDictionary(component => component.Name, component => new StateStore(component, appId, backend));

    /// <summary>The store of the app's actors: the one that says <c>actorStateStore</c>. Null when there is none.</summary>
    public StateStore? ActorStore { get; } = components
        .FirstOrDefault(component => component.BuildingBlock == BuildingBlocks.State && component.Metadata.IsTrue("actorStateStore")) is { } actors
        ? new StateStore(actors, appId, backend)
        : null;

    /// <exception cref="Errors.DaprException">There is none of that name, or none at all.</exception>
    public StateStore Get(string name) => _stores.TryGetValue(name, out var found)
        ? found
        : throw (_stores.Count == 0 ? StateErrors.NotConfigured(name) : StateErrors.NotFound(name)).ToException();
}
