namespace Platform.Catalog.Domain.Search;

/// <summary>All products in memory, to be found. Safe for many readers and writers at once.</summary>
public sealed class CatalogIndex : IDisposable
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Dictionary<string, CatalogEntry> _entries = [];
    private readonly SortedSet<string> _listed = new(StringComparer.Ordinal);

    /// <summary>How many products there are, hidden ones too.</summary>
    public int Count => Read(() => _entries.Count);

    /// <summary>Puts a product in, in place of what it was.</summary>
    public void Put(CatalogEntry entry) => Write(() =>
    {
        Drop(entry.Product.Id);
        _entries[entry.Product.Id] = entry;
        if (!entry.Product.IsHidden)
        {
            _listed.Add(entry.Product.Id);
        }
    });

    /// <summary>Takes a product out.</summary>
    public void Remove(string id) => Write(() => Drop(id));

    /// <summary>A product; null where there is none.</summary>
    public CatalogEntry? Find(string id) => Read(() => _entries.GetValueOrDefault(id));

    /// <summary>Products in the order of their ids, without hidden ones.</summary>
    /// <param name="after">The last id of the page before; empty for the first page.</param>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<CatalogEntry> List(string after, int count) => Read(() =>
        // U+FFFF sorts behind all that ids are made of, so this is a page from behind the last id on.
        _listed.GetViewBetween(after, "\uFFFF").SkipWhile(id => id == after).Take(count).Select(id => _entries[id]).ToList());

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();

    private void Drop(string id)
    {
        _entries.Remove(id);
        _listed.Remove(id);
    }

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
