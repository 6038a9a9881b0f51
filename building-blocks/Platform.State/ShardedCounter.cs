using Dapr.Client;

namespace Platform.State;

/// <summary>
/// A number that many add to at once. Each addition goes to one of several shards, the sum is read over all. Exact; an addition that is repeated
/// counts twice, so commit it with an <see cref="Idempotency.Inbox"/> or a <see cref="Idempotency.RequestLog{TResult}"/> where that may happen.
/// </summary>
/// <param name="dapr">The sidecar.</param>
/// <param name="storeName">The component, such as <c>statestore</c>.</param>
/// <param name="kind">Keeps kinds of counters apart in one store.</param>
/// <param name="shards">How many additions can happen at once. Fixed for the life of the data.</param>
public sealed class ShardedCounter(DaprClient dapr, string storeName, string kind, int shards = ShardedCounter.DefaultShards)
{
    /// <summary>The number of shards unless given.</summary>
    public const int DefaultShards = 16;

    private readonly DocumentStore<Count> _shards = new(dapr, storeName, kind);
    private int _turn;

    /// <summary>Adds to a counter. One read and one write.</summary>
    /// <exception cref="OverflowException">The sum of a shard leaves 64 bits.</exception>
    public Task AddAsync(string id, long delta, CancellationToken cancellationToken) =>
        _shards.UpdateAsync(NextShard(id), old => Sum(old, delta), cancellationToken);

    /// <summary>The sum. One bulk read.</summary>
    public async Task<long> GetAsync(string id, CancellationToken cancellationToken)
    {
        var counts = await _shards.GetManyAsync([.. Enumerable.Range(0, shards).Select(shard => ShardId(id, shard))], cancellationToken);
        return counts.Sum(count => count.Value?.Value ?? 0);
    }

    /// <summary>Reads what an addition needs.</summary>
    public Task<Document<Count>> GetShardAsync(string id, CancellationToken cancellationToken) => _shards.GetAsync(NextShard(id), cancellationToken);

    /// <summary>The write that adds, for a transaction that fails when somebody else added to the shard since it was read.</summary>
    /// <exception cref="OverflowException">The sum of the shard leaves 64 bits.</exception>
    public StateTransactionRequest Add(Document<Count> shard, long delta)
    {
        ArgumentNullException.ThrowIfNull(shard);
        return _shards.Put(shard, Sum(shard.Value, delta));
    }

    private static Count Sum(Count? old, long delta) => new(checked((old?.Value ?? 0) + delta));

    private static string ShardId(string id, int shard) => $"{id}/{shard}";

    private string NextShard(string id) => ShardId(id, (int)((uint)Interlocked.Increment(ref _turn) % shards));

    /// <summary>What one shard has counted.</summary>
    /// <param name="Value">Its share of the sum.</param>
    public sealed record Count(long Value);
}
