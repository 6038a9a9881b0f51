namespace LocalDapr.Runtime.Resiliency;

/// <summary>Keeps the values that were used last, up to a number.</summary>
internal sealed class LeastRecentlyUsed<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _byKey = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byUse = [];

    /// <summary>Finds a value or creates it, in the place of the one that was not used for longest.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> create)
    {
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out var node))
                _byUse.Remove(node);
            else
                _byKey[key] = node = new((key, create(key)));
            _byUse.AddFirst(node);
            if (_byKey.Count > capacity)
            {
                _byKey.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }

            return node.Value.Value;
        }
    }
}
