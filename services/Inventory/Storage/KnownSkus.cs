using Dapr.Client;
using Platform.State.Sets;

namespace Platform.Inventory.Storage;

/// <summary>The SKUs that ever had stock: actors can be called by name, but not listed.</summary>
internal sealed class KnownSkus(DaprClient dapr)
{
    private const string All = "all";
    private const int Shards = 64;

    private readonly KeySet _skus = new(dapr, "statestore", "stock-sku", Shards);

    public Task AddAsync(string sku, CancellationToken cancellationToken) => _skus.AddAsync(All, sku, cancellationToken);

    /// <summary>SKUs in an order that is always the same.</summary>
    /// <param name="after">The last SKU of the page before; empty for the first page.</param>
    /// <param name="count">How many at most; fewer at the end only.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<string>> ReadAsync(string after, int count, CancellationToken cancellationToken) =>
        _skus.ReadAsync(All, after, count, cancellationToken);
}
