using Platform.Catalog.Domain.Search;

namespace Platform.Catalog.Storage;

/// <summary>
/// Keeps the index as the store is. A product is always read from the store again, one batch after the other, so what is in the index is never older
/// than the last change that was told, whatever the order in which changes are told.
/// </summary>
internal sealed class IndexUpdater(CatalogIndex index, EntryReader reader, SalesStore sales) : IDisposable
{
    private const int BatchSize = 100;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when every product that was there at the start is in the index.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>Reads products again.</summary>
    public async Task RefreshAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        foreach (var batch in ids.Distinct().Chunk(BatchSize))
        {
            await RefreshBatchAsync(batch, cancellationToken);
        }
    }

    /// <summary>Says that all products were read.</summary>
    public void SetLoaded() => _loaded.TrySetResult();

    public void Dispose() => _gate.Dispose();

    private async Task RefreshBatchAsync(string[] ids, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var orders = sales.CountOrdersAsync(cancellationToken);
            var entries = await reader.ReadAsync(ids, cancellationToken);
            index.OrderCount = await orders;
            foreach (var entry in entries)
            {
                index.Put(entry);
            }

            foreach (var gone in ids.Except(entries.Select(entry => entry.Product.Id)))
            {
                index.Remove(gone);
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}
