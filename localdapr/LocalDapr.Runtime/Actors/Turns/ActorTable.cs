using System.Collections.Concurrent;

namespace LocalDapr.Runtime.Actors.Turns;

/// <summary>The actors that are in use.</summary>
internal sealed class ActorTable(TimeProvider time)
{
    private readonly ConcurrentDictionary<ActorKey, ActiveActor> _actors = new();

    public IEnumerable<ActiveActor> All => _actors.Values;

    public ActiveActor GetOrAdd(ActorKey key) => _actors.GetOrAdd(key, static (key, time) => new ActiveActor(key, time), time);

    public ActiveActor? Find(ActorKey key) => _actors.GetValueOrDefault(key);

    /// <summary>Whether an actor is active in the app of a sidecar.</summary>
    public bool IsActive(ActorKey key, Sidecar sidecar) =>
        _actors.TryGetValue(key, out var actor) && actor.Instance is { } instance && instance.Sidecar == sidecar;

    /// <summary>How many actors of each type are active in the app of a sidecar.</summary>
    public IEnumerable<KeyValuePair<string, int>> CountBy(Sidecar sidecar) =>
        _actors.Values.Where(actor => actor.Instance?.Sidecar == sidecar).CountBy(actor => actor.Key.Type);

    /// <summary>Forgets an actor. The caller has the turn, and leaves it afterwards.</summary>
    public void Remove(ActiveActor actor)
    {
        actor.Timers.Close();
        _actors.TryRemove(KeyValuePair.Create(actor.Key, actor));
        actor.Turns.Close();
    }
}
