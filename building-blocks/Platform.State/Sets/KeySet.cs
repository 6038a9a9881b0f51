using Dapr.Client;
using Platform.Hosting.Failures;

namespace Platform.State.Sets;

/// <summary>
/// A set of keys, such as the followers of a user. Cut into shards by a hash of the key, so that it can grow far beyond one document and its writers
/// seldom meet. A change costs one read and one write of a shard.
/// </summary>
/// <param name="dapr">The sidecar.</param>
/// <param name="storeName">The component, such as <c>statestore</c>.</param>
/// <param name="kind">Keeps kinds of sets apart in one store.</param>
/// <param name="shards">How many shards a set has. Fixed for the life of the data. Each holds <see cref="MaxKeysPerShard"/> keys.</param>
public sealed class KeySet(DaprClient dapr, string storeName, string kind, int shards = KeySet.DefaultShards)
{
    /// <summary>The number of shards unless given.</summary>
    public const int DefaultShards = 16;

    /// <summary>The most keys in a shard: with the longest keys below the 400 KB of the smallest documents (DynamoDB).</summary>
    public const int MaxKeysPerShard = 4096;

    /// <summary>The longest key, in characters. <see cref="KeyHash"/> makes shorter ones.</summary>
    public const int MaxKeyLength = 64;

    private readonly DocumentStore<List<string>> _shards = new(dapr, storeName, kind);

    /// <summary>Adds a key.</summary>
    /// <returns>False when it was in already.</returns>
    /// <exception cref="ResourceExhaustedException">SET_FULL: the key's shard is full.</exception>
    public Task<bool> AddAsync(string id, string key, CancellationToken cancellationToken) => ChangeAsync(id, key, Add, cancellationToken);

    /// <summary>Adds many keys. One read and one write for each shard that they fall into; each shard commits by itself.</summary>
    /// <exception cref="ResourceExhaustedException">SET_FULL: the shard of a key is full.</exception>
    public async Task AddManyAsync(string id, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        foreach (var group in keys.GroupBy(key => KeyHash.Shard(key, shards)))
        {
            await ChangeAsync(id, group.First(), (shard, _) => Add(shard, group), cancellationToken);
        }
    }

    /// <summary>Takes a key out.</summary>
    /// <returns>False when it was not in.</returns>
    public Task<bool> RemoveAsync(string id, string key, CancellationToken cancellationToken) => ChangeAsync(id, key, Remove, cancellationToken);

    /// <summary>Whether a key is in.</summary>
    public async Task<bool> ContainsAsync(string id, string key, CancellationToken cancellationToken) =>
        IndexOf(await GetShardAsync(id, key, cancellationToken), key) >= 0;

    /// <summary>How many keys there are. One bulk read of all shards.</summary>
    public async Task<long> CountAsync(string id, CancellationToken cancellationToken)
    {
        var documents = await _shards.GetManyAsync([.. Enumerable.Range(0, shards).Select(shard => ShardId(id, shard))], cancellationToken);
        return documents.Sum(document => (long)(document.Value?.Count ?? 0));
    }

    /// <summary>
    /// Reads keys in an order that is arbitrary but always the same. One read for each shard that is come to. A key that is in all the while appears on
    /// exactly one page.
    /// </summary>
    /// <param name="id">The set.</param>
    /// <param name="after">The last key of the page before; empty for the first page.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The keys; fewer than <paramref name="count"/> at the end only.</returns>
    public async Task<IReadOnlyList<string>> ReadAsync(string id, string after, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(after);
        var result = new List<string>();
        var first = after.Length == 0 ? 0 : KeyHash.Shard(after, shards);
        for (var shard = first; shard < shards && result.Count < count; shard++)
        {
            var keys = (await _shards.GetAsync(ShardId(id, shard), cancellationToken)).Value ?? [];
            result.AddRange(keys.Where(key => shard > first || string.CompareOrdinal(key, after) > 0).Take(count - result.Count));
        }

        return result;
    }

    /// <summary>Reads what a change of a key needs.</summary>
    /// <exception cref="ArgumentException">The key is empty or too long.</exception>
    public Task<Document<List<string>>> GetShardAsync(string id, string key, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, MaxKeyLength, nameof(key));
        return _shards.GetAsync(ShardId(id, KeyHash.Shard(key, shards)), cancellationToken);
    }

    /// <summary>The write that adds a key, for a transaction that fails when its shard has changed since it was read. None when it is in already.</summary>
    /// <exception cref="ResourceExhaustedException">SET_FULL: the key's shard is full.</exception>
    public IReadOnlyList<StateTransactionRequest> Add(Document<List<string>> shard, string key)
    {
        ArgumentNullException.ThrowIfNull(shard);
        return Add(shard, [key]);
    }

    /// <summary>The write that takes a key out, for a transaction that fails when its shard has changed since it was read. None when it is not in.</summary>
    public IReadOnlyList<StateTransactionRequest> Remove(Document<List<string>> shard, string key)
    {
        ArgumentNullException.ThrowIfNull(shard);
        var index = IndexOf(shard, key);
        if (index < 0)
        {
            return [];
        }

        List<string> keys = [.. shard.Value!];
        keys.RemoveAt(index);
        return [keys.Count == 0 ? _shards.Delete(shard) : _shards.Put(shard, keys)];
    }

    private IReadOnlyList<StateTransactionRequest> Add(Document<List<string>> shard, IEnumerable<string> added)
    {
        var before = shard.Value ?? [];
        var keys = new List<string>(before);
        foreach (var key in added)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, MaxKeyLength, nameof(added));
            var index = keys.BinarySearch(key, StringComparer.Ordinal);
            if (index < 0)
            {
                keys.Insert(~index, key);
            }
        }

        return keys.Count == before.Count ? []
            : keys.Count <= MaxKeysPerShard ? [_shards.Put(shard, keys)]
            : throw new ResourceExhaustedException("SET_FULL", "The set is full.", TimeSpan.FromDays(1));
    }

    // Shards are kept in order, so a key is found by halving.
    private static int IndexOf(Document<List<string>> shard, string key) => (shard.Value ?? []).BinarySearch(key, StringComparer.Ordinal);

    private static string ShardId(string id, int shard) => $"{id}/{shard}";

    private async Task<bool> ChangeAsync(
        string id,
        string key,
        Func<Document<List<string>>, string, IReadOnlyList<StateTransactionRequest>> change,
        CancellationToken cancellationToken)
    {
        var writes = await Optimistic.RetryAsync(
            async token =>
            {
                var planned = change(await GetShardAsync(id, key, token), key);
                return planned.Count == 0 || await dapr.TryCommitAsync(storeName, planned, token) ? planned : null;
            },
            cancellationToken);
        return writes.Count > 0;
    }
}
