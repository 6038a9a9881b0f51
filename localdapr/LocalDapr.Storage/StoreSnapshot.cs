using System.Diagnostics.CodeAnalysis;
using LocalDapr.Storage.Trees;

namespace LocalDapr.Storage;

/// <summary>
/// The store as it was at one moment: reads over several keys agree with each other, whatever is committed meanwhile.
/// Costs nothing to take, and keeps old values in memory while it is held.
/// </summary>
public readonly struct StoreSnapshot
{
    private readonly Dataset _dataset;
    private readonly TimeProvider _time;

    internal StoreSnapshot(Dataset dataset, TimeProvider time)
    {
        _dataset = dataset;
        _time = time;
    }

    /// <summary>Version of the newest commit in the snapshot.</summary>
    public ulong Version => _dataset.Sequence;

    /// <summary>The names of the keyspaces that hold something.</summary>
    public IEnumerable<string> Keyspaces => _dataset.Keyspaces.Keys;

    /// <summary>Reads one key; never blocks and never allocates.</summary>
    /// <returns>False when the key does not exist or is expired.</returns>
    public bool TryGet(string keyspace, ReadOnlySpan<char> key, [NotNullWhen(true)] out Entry? entry)
    {
        entry = _dataset[keyspace].Find(key);
        if (entry is not null && entry.IsExpired(_time))
            entry = null;
        return entry is not null;
    }

    /// <summary>The entries whose key starts with <paramref name="prefix"/>, in ordinal key order, read while enumerating.</summary>
    /// <param name="keyspace">Name of the keyspace; an unknown one is empty.</param>
    /// <param name="prefix">Empty for all keys.</param>
    /// <param name="after">Only keys greater than this one, for going on where a page ended; null starts at the beginning.</param>
    /// <param name="limit">Most entries returned.</param>
    public IEnumerable<KeyValuePair<string, Entry>> Scan(
        string keyspace, string prefix = "", string? after = null, int limit = int.MaxValue)
    {
        var time = _time;
        var start = after is null || string.CompareOrdinal(after, prefix) < 0 ? prefix : after;
        return _dataset[keyspace].From(start)
            .SkipWhile(entry => after is not null && string.CompareOrdinal(entry.Key, after) <= 0)
            .TakeWhile(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Where(entry => !entry.Value.IsExpired(time))
            .Take(limit);
    }

    /// <summary>Entries of a keyspace, expired ones that were not freed yet included. Takes constant time.</summary>
    public int Count(string keyspace) => _dataset[keyspace].Count;
}
