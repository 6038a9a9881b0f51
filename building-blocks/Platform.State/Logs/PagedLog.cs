using Dapr.Client;

namespace Platform.State.Logs;

/// <summary>
/// An append-only list that is read newest first. Items have positions from 0 up that never change. The head holds the newest items, a page to two of them once there
/// are as many; the others are in pages, which are never written again. An append is one read and one write of the head, and joins the caller's transaction; appends to
/// one log exclude each other (<see cref="ShardedLog{T}"/> is for those that must not).
/// </summary>
/// <typeparam name="T">The items. Twice <see cref="PageSize"/> of them make one document, so keep them small.</typeparam>
/// <param name="dapr">The sidecar.</param>
/// <param name="storeName">The component, such as <c>statestore</c>.</param>
/// <param name="kind">Keeps kinds of logs apart in one store.</param>
public sealed class PagedLog<T>(DaprClient dapr, string storeName, string kind)
{
    /// <summary>Items in a page. Few, for every append writes the head.</summary>
    public const int PageSize = 16;

    private const int MaxHeadItems = 2 * PageSize;

    private readonly DocumentStore<LogHead<T>> _heads = new(dapr, storeName, kind);
    private readonly DocumentStore<List<T>> _pages = new(dapr, storeName, kind + "-page");

    /// <summary>Reads what an append needs.</summary>
    public Task<Document<LogHead<T>>> GetHeadAsync(string id, CancellationToken cancellationToken) => _heads.GetAsync(id, cancellationToken);

    /// <summary>The writes that append an item, for a transaction that fails when somebody else appended since the head was read.</summary>
    public IEnumerable<StateTransactionRequest> Append(Document<LogHead<T>> head, T item)
    {
        var (full, items) = head.Value is { } value ? (value.FullPages, value.Items) : (0, []);
        if (items.Count == MaxHeadItems)
        {
            yield return _pages.Put(new Document<List<T>>(PageId(head.Id, full), Value: null, ""), [.. items.Take(PageSize)]);
            (full, items) = (full + 1, [.. items.Skip(PageSize)]);
        }

        yield return _heads.Put(head, new LogHead<T>(full, [.. items, item]));
    }

    /// <summary>Reads items, newest first. One read for the head and one for every 8 pages behind it.</summary>
    /// <param name="id">The log.</param>
    /// <param name="before">Only items at positions below this one; null for all.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<LogItem<T>>> ReadNewestAsync(string id, long? before, int count, CancellationToken cancellationToken)
    {
        var result = new List<LogItem<T>>();
        var reader = Reader(await GetHeadAsync(id, cancellationToken), before);
        while (result.Count < count && await reader.PeekAsync(cancellationToken) is { } item)
        {
            result.Add(item);
            reader.Skip();
        }

        return result;
    }

    internal Task<IReadOnlyList<Document<LogHead<T>>>> GetHeadsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        _heads.GetManyAsync(ids, cancellationToken);

    internal LogReader<T> Reader(Document<LogHead<T>> head, long? before) => new(
        head.Value ?? new LogHead<T>(0, []),
        before,
        async (first, count, cancellationToken) =>
        {
            var ids = Enumerable.Range(0, count).Select(page => PageId(head.Id, first + page));
            var pages = await _pages.GetManyAsync([.. ids], cancellationToken);
            return [.. pages.SelectMany(page => page.Value ?? throw new InvalidOperationException($"Page {page.Id} of a log is missing in the store."))];
        });

    private static string PageId(string id, long page) => $"{id}/{page}";
}

/// <summary>The end of a <see cref="PagedLog{T}"/>.</summary>
/// <param name="FullPages">How many pages are full.</param>
/// <param name="Items">The items after those pages, oldest first.</param>
public sealed record LogHead<T>(long FullPages, IReadOnlyList<T> Items)
{
    /// <summary>How many items the log has.</summary>
    public long Count => (FullPages * PagedLog<T>.PageSize) + Items.Count;
}

/// <summary>An item of a <see cref="PagedLog{T}"/>.</summary>
/// <param name="Position">Its position, which never changes.</param>
/// <param name="Item">The item.</param>
public sealed record LogItem<T>(long Position, T Item);
