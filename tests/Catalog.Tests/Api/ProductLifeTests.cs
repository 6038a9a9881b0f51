using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Catalog.V1;
using Platform.Testing.Services;

namespace Platform.Catalog.Tests.Api;

public sealed class ProductLifeTests(CatalogFixture catalog) : IClassFixture<CatalogFixture>
{
    [Fact]
    public async Task Create_SentTwiceWithOneRequestId_MakesOneProduct()
    {
        var request = new CreateProductRequest { Product = new Product { Title = "Pan", Variants = { Samples.Variant("pan-1") } }, RequestId = "r1" };

        var first = await catalog.Products.CreateProductAsync(request, CatalogFixture.Merchant);
        var second = await catalog.Products.CreateProductAsync(request, CatalogFixture.Merchant);

        first.Name.ShouldBe("products/pan-1");
        second.ShouldBe(first);
        request.Product.Title = "Pot";
        (await catalog.Products.CreateProductAsync(request, CatalogFixture.Merchant).ShouldFailAsync(StatusCode.InvalidArgument)).ShouldBe("REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task Create_OfATakenIdOrSku_Fails()
    {
        await catalog.CreateAsync("taken");
        var sameSku = new CreateProductRequest { ProductId = "other", Product = new Product { Title = "Pan", Variants = { Samples.Variant("taken") } } };
        var sameId = new CreateProductRequest { ProductId = "taken", Product = new Product { Title = "Pan", Variants = { Samples.Variant("other") } } };

        (await catalog.Products.CreateProductAsync(sameSku, CatalogFixture.Merchant).ShouldFailAsync(StatusCode.AlreadyExists)).ShouldBe("SKU_EXISTS");
        (await catalog.Products.CreateProductAsync(sameId, CatalogFixture.Merchant).ShouldFailAsync(StatusCode.AlreadyExists)).ShouldBe("PRODUCT_EXISTS");
    }

    [Fact]
    public async Task Create_OfBadFields_TellsThemAll()
    {
        var product = new Product { Variants = { Samples.Variant("a b", 1.005m), Samples.Variant("ok", 0) }, Categories = { "A//B" } };
        product.Variants[1].WeightGrams = -1;

        var fields = await catalog.Products.CreateProductAsync(new CreateProductRequest { Product = product, ProductId = "x" }, CatalogFixture.Merchant)
            .ShouldBeInvalidAsync();

        fields.ShouldBe(
            ["product.title", "product.categories", "product.variants[0].sku", "product.variants[0].price", "product.variants[1].weight_grams", "product.variants[1].price"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Update_OfVariants_MovesTheirSkus()
    {
        var product = await catalog.CreateAsync("shirt");
        product.Variants.Clear();
        product.Variants.Add(Samples.Variant("shirt-s", 20));
        product.Variants.Add(Samples.Variant("shirt-l", 22));

        var changed = await UpdateAsync(product, "variants");

        changed.Variants.Select(variant => variant.Sku).ShouldBe(["shirt-s", "shirt-l"]);
        changed.Etag.ShouldNotBe(product.Etag);
        var prices = await catalog.Products.GetProductPricesAsync(new GetProductPricesRequest { Skus = { "shirt", "shirt-s", "shirt-l", "no such!" } });
        prices.Prices.Select(price => (price.Sku, price.Product, price.UnitPrice.Units)).ShouldBe(
            [("shirt-s", "products/shirt", 20), ("shirt-l", "products/shirt", 22)]);
        (await catalog.CreateAsync("shirt-2", change: each => each.Variants[0].Sku = "shirt")).Variants[0].Sku.ShouldBe("shirt");
    }

    [Fact]
    public async Task Update_WithAnOldETag_IsAborted()
    {
        var product = await catalog.CreateAsync("etag");
        await UpdateAsync(new Product { Name = product.Name, Title = "Newer" });

        var late = new UpdateProductRequest { Product = product, UpdateMask = new FieldMask { Paths = { "title" } } };

        (await catalog.Products.UpdateProductAsync(late, CatalogFixture.Merchant).ShouldFailAsync(StatusCode.Aborted)).ShouldBe("ETAG_MISMATCH");
    }

    [Fact]
    public async Task Hidden_Products_AreNeitherSeenNorSold()
    {
        var product = await catalog.CreateAsync("secret");

        await UpdateAsync(new Product { Name = product.Name, State = Product.Types.State.Hidden });

        await catalog.Products.GetProductAsync(new GetProductRequest { Name = product.Name }).ShouldFailAsync(StatusCode.NotFound);
        (await catalog.Products.GetProductAsync(new GetProductRequest { Name = product.Name }, CatalogFixture.Merchant)).State.ShouldBe(Product.Types.State.Hidden);
        (await catalog.Products.ListProductsAsync(new ListProductsRequest { PageSize = 1000 })).Products.ShouldNotContain(each => each.Name == product.Name);
        var prices = await catalog.Products.GetProductPricesAsync(new GetProductPricesRequest { Skus = { "secret" } });
        prices.Prices.Single().Purchasable.ShouldBeFalse();
    }

    [Fact]
    public async Task Delete_TakesTheProductAndItsSkus()
    {
        var product = await catalog.CreateAsync("gone");

        await catalog.Products.DeleteProductAsync(new DeleteProductRequest { Name = product.Name }, CatalogFixture.Merchant);

        await catalog.Products.GetProductAsync(new GetProductRequest { Name = product.Name }).ShouldFailAsync(StatusCode.NotFound);
        (await catalog.Products.GetProductPricesAsync(new GetProductPricesRequest { Skus = { "gone" } })).Prices.ShouldBeEmpty();
        catalog.Clock.Advance(TimeSpan.FromSeconds(1));
        (await catalog.CreateAsync("gone")).Etag.ShouldNotBe(product.Etag);
    }

    private async Task<Product> UpdateAsync(Product product, params string[] mask) =>
        await catalog.Products.UpdateProductAsync(
            new UpdateProductRequest { Product = product, UpdateMask = new FieldMask { Paths = { mask } } }, CatalogFixture.Merchant);
}
