namespace Platform.Catalog.Domain.Search;

/// <summary>All products in memory, to be found and recommended. Safe for many readers and writers at once.</summary>
/// <param name="synonyms">The synonyms of the search.</param>
public sealed class CatalogIndex(Synonyms synonyms) : IDisposable
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Dictionary<string, CatalogEntry> _all = [];
    private readonly SortedSet<string> _listed = new(StringComparer.Ordinal);
    private readonly SearchIndex _search = new(synonyms);
    private long _orderCount;

    /// <summary>How many orders there were.</summary>
    public long OrderCount
    {
        get => Interlocked.Read(ref _orderCount);
        set => Interlocked.Exchange(ref _orderCount, value);
    }

    /// <summary>How many products there are, hidden ones too.</summary>
    public int Count => Read(() => _all.Count);

    /// <summary>Puts a product in, in place of what it was. Hidden ones are only found by their ids.</summary>
    public void Put(CatalogEntry entry) => Write(() =>
    {
        var id = entry.Product.Id;
        _all[id] = entry;
        if (entry.Product.IsHidden)
        {
            _listed.Remove(id);
            _search.Remove(id);
        }
        else
        {
            _listed.Add(id);
            _search.Put(entry);
        }
    });

    /// <summary>Takes a product out.</summary>
    public void Remove(string id) => Write(() =>
    {
        _all.Remove(id);
        _listed.Remove(id);
        _search.Remove(id);
    });

    /// <summary>A product, hidden or not; null where there is none.</summary>
    public CatalogEntry? Find(string id) => Read(() => _all.GetValueOrDefault(id));

    /// <summary>Products in the order of their ids, without hidden ones.</summary>
    /// <param name="after">The last id of the page before; empty for the first page.</param>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<CatalogEntry> List(string after, int count) => Read(() =>
        // U+FFFF sorts behind all that ids are made of, so this is a page from behind the last id on.
        _listed.GetViewBetween(after, "\uFFFF").SkipWhile(id => id == after).Take(count).Select(id => _all[id]).ToList());

    /// <summary>Those of some products that are not hidden, in the order given.</summary>
    public IReadOnlyList<CatalogEntry> FindListed(IEnumerable<string> ids) =>
        Read(() => ids.Where(_search.Entries.ContainsKey).Select(id => _search.Entries[id]).ToList());

    /// <inheritdoc cref="SearchIndex.Search" />
    public SearchResult Search(ProductQuery query) => Read(() => _search.Search(query));

    /// <inheritdoc cref="SearchIndex.Suggest" />
    public IReadOnlyList<string> Suggest(string text, int count) => Read(() => _search.Suggest(text, count));

    /// <inheritdoc cref="SearchIndex.Similar" />
    public IReadOnlyList<CatalogEntry> Similar(string id, int count) => Read(() => _search.Similar(id, count));

    /// <inheritdoc cref="Recommendations.BoughtTogether" />
    public IReadOnlyList<CatalogEntry> BoughtTogether(string id, int count) =>
        Read(() => Recommendations.BoughtTogether(_search.Entries, id, OrderCount, count));

    /// <inheritdoc cref="Recommendations.Trending" />
    public IReadOnlyList<CatalogEntry> Trending(string category, DateTimeOffset now, int count) =>
        Read(() => Recommendations.Trending(_search.Entries.Values, category, now, count));

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();

    private T Read<T>(Func<T> read)
    {
        _lock.EnterReadLock();
        try
        {
            return read();
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private void Write(Action write)
    {
        _lock.EnterWriteLock();
        try
        {
            write();
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }
}
