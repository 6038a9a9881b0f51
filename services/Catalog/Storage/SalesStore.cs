using Dapr.Client;
using Platform.Catalog.Domain;
using Platform.State;
using Platform.State.Idempotency;

namespace Platform.Catalog.Storage;

/// <summary>
/// What was bought, by product and by buyer. An order comes at least once and counts exactly once: a record of it commits with what it adds. A large one
/// is counted in several transactions, cut in a fixed order, each with a record of its own.
/// </summary>
internal sealed class SalesStore(DaprClient dapr, ProductStore products) : IDisposable
{
    /// <summary>Orders of more different products are those of resellers, and say nothing about what goes together.</summary>
    public const int MaxBasket = 50;

    // Two writes a product, a counter and the record: below the 100 writes of the smallest transactions (DynamoDB).
    private const int ProductsPerCommit = 48;
    private const string OrderCounter = "orders";

    private readonly DocumentStore<ProductSales> _sales = new(dapr, Stores.State, Kinds.Sales);
    private readonly DocumentStore<Purchase> _purchases = new(dapr, Stores.State, "purchase");
    private readonly ShardedCounter _orders = new(dapr, Stores.State, "order-count");
    private readonly Inbox _inbox = new(dapr, Stores.State, "order-counted", TimeSpan.FromDays(90));
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Counts a confirmed order, or takes one out of the counts that was canceled.</summary>
    /// <param name="sale">The order.</param>
    /// <param name="quantities">How many of each SKU.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The products that it had.</returns>
    public async Task<IReadOnlyList<string>> CountAsync(Sale sale, IReadOnlyDictionary<string, long> quantities, CancellationToken cancellationToken)
    {
        var bought = (await products.GetSkusAsync([.. quantities.Keys], cancellationToken))
            .Where(sku => sku.Value is not null)
            .GroupBy(sku => sku.Value!.ProductId, sku => quantities[sku.Id])
            .ToDictionary(product => product.Key, product => product.Sum());
        var ids = bought.Keys.Order(StringComparer.Ordinal).ToArray();
        // Orders share popular products: one after the other they need no second try.
        await _gate.WaitAsync(cancellationToken);
        try
        {
            foreach (var (part, chunk) in ids.Chunk(ProductsPerCommit).Index())
            {
                await _inbox.HandleOnceAsync(sale.Part(part), token => PlanAsync(chunk, isFirst: part == 0, bought, sale, token), cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }

        return ids;
    }

    /// <summary>How many orders were counted.</summary>
    public Task<long> CountOrdersAsync(CancellationToken cancellationToken) => _orders.GetAsync(OrderCounter, cancellationToken);

    /// <summary>Which of some users have bought a product.</summary>
    public async Task<IReadOnlySet<string>> FindBuyersAsync(string product, IReadOnlyCollection<string> users, CancellationToken cancellationToken)
    {
        var keys = users.Distinct().ToDictionary(user => KeyHash.Of(user, product));
        var found = await _purchases.GetManyAsync([.. keys.Keys], cancellationToken);
        return found.Where(purchase => purchase.Value is { Orders: > 0 }).Select(purchase => keys[purchase.Id]).ToHashSet();
    }

    public void Dispose() => _gate.Dispose();

    private async Task<IReadOnlyList<StateTransactionRequest>> PlanAsync(
        string[] ids, bool isFirst, Dictionary<string, long> bought, Sale sale, CancellationToken cancellationToken)
    {
        var (sales, purchases) = (_sales.GetManyAsync(ids, cancellationToken), _purchases.GetManyAsync([.. ids.Select(id => KeyHash.Of(sale.Buyer, id))], cancellationToken));
        var partners = bought.Count <= MaxBasket ? bought.Keys : Enumerable.Empty<string>();
        var writes = new List<StateTransactionRequest>();
        writes.AddRange((await sales).Select(document =>
            _sales.Put(document, (document.Value ?? new ProductSales()).Add(bought[document.Id], partners.Where(other => other != document.Id), sale.Time, sale.Sign))));
        writes.AddRange((await purchases).Select(document => _purchases.Put(
            document, document.Value is { } known ? known with { Orders = known.Orders + sale.Sign } : new Purchase(sale.Time, sale.Sign))));
        if (isFirst)
        {
            writes.Add(_orders.Add(await _orders.GetShardAsync(OrderCounter, cancellationToken), sale.Sign));
        }

        return writes;
    }

    /// <summary>Says that somebody has bought something.</summary>
    /// <param name="Time">When first.</param>
    /// <param name="Orders">In how many orders that are not canceled.</param>
    internal sealed record Purchase(DateTimeOffset Time, int Orders = 1);
}
