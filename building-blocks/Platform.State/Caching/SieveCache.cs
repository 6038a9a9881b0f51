using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Platform.State.Caching;

/// <summary>
/// A bounded map that evicts by SIEVE (Zhang et al., "SIEVE is Simpler than LRU", NSDI 2024): a hit only sets a flag, so reads
/// take no lock and write nothing that other cores wait for; new keys enter at the head, and a hand moves from the
/// tail to the head, sparing once what was hit since it last passed.
/// </summary>
/// <typeparam name="TValue">The values.</typeparam>
/// <param name="capacity">How many values are kept at most.</param>
public sealed class SieveCache<TValue>(int capacity)
    where TValue : class
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _queue = new();
    private readonly Lock _lock = new();
    private LinkedListNode<Entry>? _hand;

    /// <summary>How many values are kept.</summary>
    public int Count => _entries.Count;

    /// <summary>Finds the value of a key.</summary>
    public bool TryGet(ReadOnlySpan<char> key, [NotNullWhen(true)] out TValue? value)
    {
        value = null;
        if (!_entries.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var entry)) return false;
        // Written once only: a line of memory that every core writes to is what makes LRU slow.
        if (!entry.Visited) entry.Visited = true;
        value = entry.Value;
        return true;
    }

    /// <summary>Puts a value, in place of the key's former one.</summary>
    public void Set(string key, TValue value)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var present))
            {
                present.Value = value;
                return;
            }
            if (_entries.Count >= capacity) EvictOne();
            var entry = new Entry(key, value);
            entry.Node = _queue.AddFirst(entry);
            _entries[key] = entry;
        }
    }

    /// <summary>Takes a key out.</summary>
    public void Remove(string key)
    {
        lock (_lock)
        {
            if (_entries.TryRemove(key, out var entry)) Unlink(entry);
        }
    }

    private void EvictOne()
    {
        var node = _hand ?? _queue.Last!;
        while (node.Value.Visited)
        {
            node.Value.Visited = false;
            node = node.Previous ?? _queue.Last!;
        }
        _hand = node;
        _entries.TryRemove(node.Value.Key, out _);
        Unlink(node.Value);
    }

    private void Unlink(Entry entry)
    {
        if (_hand == entry.Node) _hand = entry.Node!.Previous;
        _queue.Remove(entry.Node!);
    }

    private sealed class Entry(string key, TValue value)
    {
        private volatile TValue _value = value;
        private volatile bool _visited;

        public string Key { get; } = key;

        public LinkedListNode<Entry>? Node { get; set; }

        public TValue Value
        {
            get => _value;
            set => _value = value;
        }

        public bool Visited
        {
            get => _visited;
            set => _visited = value;
        }
    }
}
