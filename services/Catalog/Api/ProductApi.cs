using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Catalog.Domain;
using Platform.Catalog.Domain.Search;
using Platform.Catalog.Events;
using Platform.Catalog.Storage;
using Platform.Catalog.V1;
using Platform.Hosting;
using Platform.Hosting.Access;
using Platform.Hosting.Failures;
using Platform.Monetary;
using Platform.State.Idempotency;

namespace Platform.Catalog.Api;

/// <summary>The API of products.</summary>
internal sealed partial class ProductApi(
    ProductStore products,
    EntryReader reader,
    ProductImporter importer,
    IndexUpdater updater,
    CatalogIndex index,
    ProductValidator validator,
    ViewStore views,
    ViewRecorder recorder,
    CatalogEvents events,
    TimeProvider clock) : ProductService.ProductServiceBase
{
    private const int DefaultPageSize = 50;
    private const int MaxPageSize = 1000;
    private const int MaxSkus = 200;
    private const string ListQuery = "products";

    public override async Task<ListProductsResponse> ListProducts(ListProductsRequest request, ServerCallContext context)
    {
        var size = Pages.SizeOf(request.PageSize, DefaultPageSize, MaxPageSize);
        var after = PageToken.DecodeText(request.PageToken, ListQuery);
        await updater.Loaded.WaitAsync(context.CancellationToken);
        var page = index.List(after, size);
        return new ListProductsResponse
        {
            Products = { page.Select(ProductMapper.ToProto) },
            NextPageToken = page.Count == size ? PageToken.EncodeText(page[^1].Product.Id, ListQuery) : "",
        };
    }

    public override async Task<Product> GetProduct(GetProductRequest request, ServerCallContext context)
    {
        var product = await products.GetAsync(ResourceNames.ProductOf(request.Name), context.CancellationToken);
        if (product.IsHidden && !MayWrite(context))
        {
            throw ProductStore.Unknown(product.Id);
        }

        if (context.Principal() is { Kind: PrincipalKind.User } viewer)
        {
            recorder.Record(viewer.UserId, product.Id);
        }

        return await ToProtoAsync(product, context.CancellationToken);
    }

    public override async Task<Product> CreateProduct(CreateProductRequest request, ServerCallContext context)
    {
        var cancellationToken = context.CancellationToken;
        var key = RequestKey.Of(context.Principal().UserId, request.RequestId, request.ToByteArray());
        var product = await products.FindCreatedAsync(key, cancellationToken)
            ?? await products.CreateAsync(validator.Check(request), key, cancellationToken);
        await events.ProductsChangedAsync([(product.Id, SkusOf(product))], cancellationToken);
        return await ToProtoAsync(product, cancellationToken);
    }

    public override async Task<Product> UpdateProduct(UpdateProductRequest request, ServerCallContext context)
    {
        if (request.Product is null)
        {
            throw new InvalidArgumentException("product", "must be set");
        }

        var change = validator.Check(request);
        var (before, after) = await products.UpdateAsync(
            ResourceNames.ProductOf(request.Product.Name, "product.name"),
            old =>
            {
                RequireETag(old, request.Product.Etag);
                return change(old);
            },
            context.CancellationToken);
        await events.ProductsChangedAsync([(after.Id, SkusOf(before).Union(SkusOf(after)))], context.CancellationToken);
        return await ToProtoAsync(after, context.CancellationToken);
    }

    public override async Task<Empty> DeleteProduct(DeleteProductRequest request, ServerCallContext context)
    {
        var id = ResourceNames.ProductOf(request.Name);
        var product = await products.DeleteAsync(id, old => RequireETag(old, request.Etag), context.CancellationToken);
        await events.ProductsChangedAsync([(id, SkusOf(product))], context.CancellationToken);
        return new Empty();
    }

    public override async Task<ImportProductsResponse> ImportProducts(ImportProductsRequest request, ServerCallContext context)
    {
        var currency = request.CurrencyCode.Length == 0 ? "USD" : request.CurrencyCode;
        if (!Currencies.IsCode(currency))
        {
            throw new InvalidArgumentException("currency_code", "must be a code of ISO 4217, such as USD");
        }

        var outcome = await importer.ImportAsync(ImportContent.Read(request.Content), currency, context.CancellationToken);
        await events.ProductsChangedAsync(
            [.. outcome.Created.Concat(outcome.Updated).Select(id => (id, (IEnumerable<string>)[id]))], context.CancellationToken);
        return ImportContent.ToProto(outcome);
    }

    public override async Task<GetProductPricesResponse> GetProductPrices(GetProductPricesRequest request, ServerCallContext context)
    {
        var skus = request.Skus.Distinct().ToList();
        new FieldValidator()
            .Require(skus.Count is >= 1 and <= MaxSkus, "skus", $"must be 1 to {MaxSkus}")
            .ThrowIfInvalid();
        var known = await products.GetSkusAsync([.. skus.Where(ProductRules.IsId)], context.CancellationToken);
        return new GetProductPricesResponse
        {
            Prices = { known.Where(each => each.Value is not null).Select(each => ProductMapper.ToProto(each.Id, each.Value!)) },
        };
    }

    private static bool MayWrite(ServerCallContext context) =>
        context.Principal() is var caller && (caller.Kind == PrincipalKind.Service || caller.HasRole("merchant") || caller.HasRole("admin"));

    private static IEnumerable<string> SkusOf(CatalogProduct product) => product.Variants.Select(variant => variant.Sku);

    private static void RequireETag(CatalogProduct product, string etag)
    {
        if (etag.Length > 0 && etag != product.ETag)
        {
            throw new AbortedException("ETAG_MISMATCH", "The product has changed since it was read.");
        }
    }

    // The product as it is, ratings, sales and stock as this replica knows them, unless it only knows a former product of that id.
    private async Task<Product> ToProtoAsync(CatalogProduct product, CancellationToken cancellationToken) => ProductMapper.ToProto(
        index.Find(product.Id) is { } known && known.Product.CreateTime == product.CreateTime
            ? known.Of(product)
            : new CatalogEntry(product, await reader.ReadRatingAsync(product, cancellationToken), new ProductSales(), new HashSet<string>()));
}
