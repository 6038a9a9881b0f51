using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace LocalDapr.Runtime.Actors.Hosting;

/// <summary>
/// Spreads actors over the instances that host their type by rendezvous hashing (Thaler and Ravishankar, 1998): an actor belongs to the
/// instance with the highest hash of both, so that only the actors of an instance that comes or goes move.
/// </summary>
internal sealed class ActorPlacement
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, bool> _known = new();
    private int _unasked;
    private volatile Table _table = new([]);

    /// <summary>An instance came or went.</summary>
    public event EventHandler? Changed;

    /// <summary>The instances now.</summary>
    public IEnumerable<ActorInstance> Instances => _table.Instances;

    /// <summary>Completes when an instance comes or goes after now.</summary>
    public Task NextChange => _table.Replaced.Task;

    public void Add(ActorInstance instance)
    {
        foreach (var type in instance.Configuration.Types.Keys)
            _known[type] = true;
        Replace(instances => instances.Add(instance));
    }

    public void Remove(ActorInstance instance) => Replace(instances => instances.Remove(instance));

    /// <summary>Whether the app of a sidecar hosts a type now.</summary>
    public bool IsHostedBy(Sidecar sidecar, string type) =>
        _table.Instances.Any(instance => instance.Sidecar == sidecar && instance.IsAlive && instance.Hosts(type));

    /// <summary>Whether an instance may come that hosts a type: one did before, or an app has not said yet what it hosts.</summary>
    public bool MayCome(string type) => _known.ContainsKey(type) || Volatile.Read(ref _unasked) > 0;

    /// <summary>Counts an app that will be asked what it hosts.</summary>
    public void Expect() => Interlocked.Increment(ref _unasked);

    /// <summary>Says that an app was asked.</summary>
    public void Asked() => Interlocked.Decrement(ref _unasked);

    /// <summary>The instance that an actor belongs to, or null.</summary>
    public ActorInstance? Find(ActorKey key)
    {
        ActorInstance? best = null;
        var bestScore = 0UL;
        foreach (var instance in _table.Instances)
        {
            if (!instance.IsAlive || !instance.Hosts(key.Type))
                continue;
            var score = Score(instance.Name, key);
            if (best is null || score > bestScore)
                (best, bestScore) = (instance, score);
        }

        return best;
    }

    // FNV-1a over the UTF-16 of the parts, and the finalizer of MurmurHash3 to spread it over all bits.
    private static ulong Score(string instance, ActorKey key)
    {
        var hash = 0xCBF29CE484222325UL;
        hash = Add(hash, instance);
        hash = Add(hash, key.Type);
        hash = Add(hash, key.Id);
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return hash ^ (hash >> 33);

        static ulong Add(ulong hash, string text)
        {
            foreach (var part in MemoryMarshal.AsBytes(text.AsSpan()))
                hash = (hash ^ part) * 0x100000001B3UL;
            return (hash ^ 0xFF) * 0x100000001B3UL;
        }
    }

    private void Replace(Func<ImmutableArray<ActorInstance>, ImmutableArray<ActorInstance>> change)
    {
        Table old;
        lock (_gate)
        {
            old = _table;
            _table = new Table(change(old.Instances));
        }

        old.Replaced.SetResult();
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private sealed record Table(ImmutableArray<ActorInstance> Instances)
    {
        public TaskCompletionSource Replaced { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
