using Dapr.Client;
using Platform.Catalog.Domain;
using Platform.Hosting.Failures;
using Platform.State;
using Platform.State.Idempotency;
using Platform.State.Sets;

namespace Platform.Catalog.Storage;

/// <summary>Products with the records of their SKUs. What belongs together commits together; a SKU has one product at most.</summary>
internal sealed class ProductStore(DaprClient dapr)
{
    // 64 shards of 4,096 ids.
    private const int DirectoryShards = 64;
    private const int DirectoryPage = 500;
    private const string DirectoryId = "all";

    private readonly DocumentStore<CatalogProduct> _products = new(dapr, Stores.State, "product");
    private readonly DocumentStore<SkuRecord> _skus = new(dapr, Stores.State, "sku");
    private readonly KeySet _directory = new(dapr, Stores.State, "product-directory", DirectoryShards);
    private readonly RequestLog<CatalogProduct> _requests = new(dapr, Stores.State, "create-product-request");

    /// <summary>A product.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<CatalogProduct> GetAsync(string id, CancellationToken cancellationToken) =>
        (await _products.GetAsync(id, cancellationToken)).Value ?? throw Unknown(id);

    /// <summary>Products, with null for those that there are not.</summary>
    public Task<IReadOnlyList<Document<CatalogProduct>>> GetManyAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        _products.GetManyAsync(ids, cancellationToken);

    /// <summary>What is known about SKUs, with null for those that there are not.</summary>
    public Task<IReadOnlyList<Document<SkuRecord>>> GetSkusAsync(IReadOnlyList<string> skus, CancellationToken cancellationToken) =>
        _skus.GetManyAsync(skus, cancellationToken);

    /// <summary>The product that a request made earlier, as it was then; null for a new request.</summary>
    /// <exception cref="InvalidArgumentException">The request id was used for another request.</exception>
    public Task<CatalogProduct?> FindCreatedAsync(RequestKey? request, CancellationToken cancellationToken) =>
        _requests.FindAsync(request, cancellationToken);

    /// <summary>The ids of all products, in pages; some may have no product (any more).</summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> ReadIdsAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = "";
        while (await _directory.ReadAsync(DirectoryId, after, DirectoryPage, cancellationToken) is { Count: > 0 } page)
        {
            yield return page;
            after = page[^1];
        }
    }

    /// <summary>Stores a new product, or finds the one that the same request made.</summary>
    /// <exception cref="AlreadyExistsException">PRODUCT_EXISTS or SKU_EXISTS.</exception>
    /// <exception cref="InvalidArgumentException">The request id was used for another request.</exception>
    public async Task<CatalogProduct> CreateAsync(CatalogProduct product, RequestKey? request, CancellationToken cancellationToken) =>
        await _requests.ExecuteAsync(
            request,
            async token =>
            {
                var document = await _products.GetAsync(product.Id, token);
                if (document.Value is not null)
                {
                    throw new AlreadyExistsException("PRODUCT_EXISTS", "There is such a product.") { Facts = { ["product"] = product.Id } };
                }

                var shard = await _directory.GetShardAsync(DirectoryId, product.Id, token);
                IReadOnlyList<StateTransactionRequest> writes =
                    [_products.Put(document, product), .. await PlanSkusAsync(null, product, token), .. _directory.Add(shard, product.Id)];
                return new Mutation<CatalogProduct>(product, writes);
            },
            cancellationToken) ?? throw new InvalidOperationException("no plan refuses");

    /// <summary>Changes a product.</summary>
    /// <returns>The product before and after.</returns>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="AlreadyExistsException">SKU_EXISTS.</exception>
    public Task<ProductChange> UpdateAsync(string id, Func<CatalogProduct, CatalogProduct> change, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var document = await _products.GetAsync(id, token);
                var old = document.Value ?? throw Unknown(id);
                var product = change(old);
                IReadOnlyList<StateTransactionRequest> writes = [_products.Put(document, product), .. await PlanSkusAsync(old, product, token)];
                return await dapr.TryCommitAsync(Stores.State, writes, token) ? new ProductChange(old, product) : null;
            },
            cancellationToken);

    /// <summary>Deletes a product.</summary>
    /// <param name="id">The product.</param>
    /// <param name="check">Throws where it must not be.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The product as it was.</returns>
    /// <exception cref="NotFoundException">There is none.</exception>
    public Task<CatalogProduct> DeleteAsync(string id, Action<CatalogProduct> check, CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var document = await _products.GetAsync(id, token);
                var old = document.Value ?? throw Unknown(id);
                check(old);
                var shard = await _directory.GetShardAsync(DirectoryId, id, token);
                IReadOnlyList<StateTransactionRequest> writes =
                    [_products.Delete(document), .. await PlanSkusAsync(old, null, token), .. _directory.Remove(shard, id)];
                return await dapr.TryCommitAsync(Stores.State, writes, token) ? old : null;
            },
            cancellationToken);

    /// <summary>Notes ids of products that are about to be stored with <see cref="SaveManyAsync"/>: better an id too many than one too few.</summary>
    public Task NoteIdsAsync(IEnumerable<string> ids, CancellationToken cancellationToken) =>
        _directory.AddManyAsync(DirectoryId, ids, cancellationToken);

    /// <summary>Adds or changes several products of one variant each, all or none. Their ids are noted already.</summary>
    /// <param name="plan">
    /// Says what becomes of the products, given as they are, and of the owners of the SKUs that have the names of their ids: the products to write. May run
    /// several times.
    /// </param>
    /// <param name="ids">The products, which are as many SKUs.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<CatalogProduct>> SaveManyAsync(
        IReadOnlyList<string> ids,
        Func<IReadOnlyDictionary<string, CatalogProduct>, IReadOnlyDictionary<string, string>, IReadOnlyList<CatalogProduct>> plan,
        CancellationToken cancellationToken) =>
        Optimistic.RetryAsync(
            async token =>
            {
                var (products, skus) = (_products.GetManyAsync(ids, token), _skus.GetManyAsync(ids, token));
                var byId = (await products).ToDictionary(document => document.Id);
                var bySku = (await skus).ToDictionary(document => document.Id);
                var saved = plan(Values(byId), Values(bySku).ToDictionary(each => each.Key, each => each.Value.ProductId));
                var writes = saved.SelectMany(product => new[]
                {
                    _products.Put(byId[product.Id], product),
                    _skus.Put(bySku[product.Id], SkuRecord.Of(product, product.Variants.Single(variant => variant.Sku == product.Id))),
                });
                return saved.Count == 0 || await dapr.TryCommitAsync(Stores.State, [.. writes], token) ? saved : null;
            },
            cancellationToken);

    public static NotFoundException Unknown(string id) =>
        new("PRODUCT_NOT_FOUND", "There is no such product.") { Facts = { ["product"] = id } };

    private static Dictionary<string, T> Values<T>(Dictionary<string, Document<T>> documents)
        where T : class =>
        documents.Where(each => each.Value.Value is not null).ToDictionary(each => each.Key, each => each.Value.Value!);

    // The writes that make the records of SKUs what they are to be.
    private async Task<IReadOnlyList<StateTransactionRequest>> PlanSkusAsync(CatalogProduct? old, CatalogProduct? product, CancellationToken cancellationToken)
    {
        var variants = (product?.Variants ?? []).ToDictionary(variant => variant.Sku);
        string[] skus = [.. variants.Keys.Union((old?.Variants ?? []).Select(variant => variant.Sku))];
        var documents = await _skus.GetManyAsync(skus, cancellationToken);
        if (documents.FirstOrDefault(each => variants.ContainsKey(each.Id) && each.Value is { } record && record.ProductId != product!.Id) is { } taken)
        {
            throw new AlreadyExistsException("SKU_EXISTS", "Another product has this SKU.") { Facts = { ["sku"] = taken.Id } };
        }

        return
        [
            .. documents.Where(each => variants.ContainsKey(each.Id)).Select(each => _skus.Put(each, SkuRecord.Of(product!, variants[each.Id]))),
            .. documents.Where(each => !variants.ContainsKey(each.Id) && each.Value is not null).Select(_skus.Delete),
        ];
    }
}

/// <summary>A product before and after a change.</summary>
internal sealed record ProductChange(CatalogProduct Before, CatalogProduct After);
