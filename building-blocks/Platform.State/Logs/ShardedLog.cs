using Dapr.Client;

namespace Platform.State.Logs;

/// <summary>
/// An append-only list that is read newest first, cut into shards so that appends to one list need not wait for each other. Each shard is a
/// <see cref="PagedLog{T}"/>; reads merge them by the time of their items.
/// </summary>
/// <typeparam name="T">The items. Twice <see cref="PagedLog{T}.PageSize"/> of them make one document, so keep them small.</typeparam>
/// <param name="dapr">The sidecar.</param>
/// <param name="storeName">The component, such as <c>statestore</c>.</param>
/// <param name="kind">Keeps kinds of logs apart in one store.</param>
/// <param name="shards">How many shards a list has. Fixed for the life of the data. A read costs one bulk read of as many documents.</param>
/// <param name="timeOf">The time of an item, by which shards are merged.</param>
public sealed class ShardedLog<T>(DaprClient dapr, string storeName, string kind, int shards, Func<T, DateTimeOffset> timeOf)
{
    private readonly PagedLog<T> _shards = new(dapr, storeName, kind);

    /// <summary>How many shards a list has.</summary>
    public int Shards => shards;

    /// <summary>Reads what an append to a shard needs.</summary>
    /// <param name="id">The list.</param>
    /// <param name="shard">Any shard, 0 up to <see cref="Shards"/>: the more evenly they are chosen the better.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Document<LogHead<T>>> GetHeadAsync(string id, int shard, CancellationToken cancellationToken) =>
        _shards.GetHeadAsync(ShardId(id, shard), cancellationToken);

    /// <summary>The writes that append an item, for a transaction that fails when somebody else appended to the shard since its head was read.</summary>
    public IEnumerable<StateTransactionRequest> Append(Document<LogHead<T>> head, T item) => _shards.Append(head, item);

    /// <summary>Reads items, newest first. Items that are appended between two pages appear on neither.</summary>
    /// <param name="id">The list.</param>
    /// <param name="before">Where the page before ended, its <see cref="LogPage{T}.Next"/>; null for the first page.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<LogPage<T>> ReadNewestAsync(string id, IReadOnlyList<long>? before, int count, CancellationToken cancellationToken)
    {
        var heads = await _shards.GetHeadsAsync([.. Enumerable.Range(0, shards).Select(shard => ShardId(id, shard))], cancellationToken);
        var readers = heads.Select((head, shard) => _shards.Reader(head, before?[shard])).ToList();
        var items = new List<T>();
        while (items.Count < count && await NewestAsync(readers, cancellationToken) is var (reader, item))
        {
            items.Add(item);
            reader.Skip();
        }

        return new LogPage<T>(items, readers.Exists(reader => reader.Remaining > 0) ? [.. readers.Select(reader => reader.Remaining)] : null);
    }

    private static string ShardId(string id, int shard) => $"{id}/{shard}";

    private async Task<(LogReader<T> Reader, T Item)?> NewestAsync(List<LogReader<T>> readers, CancellationToken cancellationToken)
    {
        (LogReader<T> Reader, T Item)? newest = null;
        foreach (var reader in readers)
        {
            if (await reader.PeekAsync(cancellationToken) is { } next && (newest is null || timeOf(next.Item) > timeOf(newest.Value.Item)))
            {
                newest = (reader, next.Item);
            }
        }

        return newest;
    }
}

/// <summary>A page of a <see cref="ShardedLog{T}"/>.</summary>
/// <param name="Items">The items, newest first.</param>
/// <param name="Next">Where the next page begins: how many items each shard still has. Null when there is none.</param>
public sealed record LogPage<T>(IReadOnlyList<T> Items, IReadOnlyList<long>? Next);
