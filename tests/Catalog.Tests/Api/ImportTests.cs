using Grpc.Core;
using Platform.Catalog.V1;
using Platform.Testing.Services;

namespace Platform.Catalog.Tests.Api;

public sealed class ImportTests(CatalogFixture catalog) : IClassFixture<CatalogFixture>
{
    [Fact]
    public async Task Import_OfRowsThatAreWrong_TellsThemAndTakesTheOthers()
    {
        const string csv = """"
            sku,title,price,currency,weight_grams,colour
            ok-1,"Mug, ""large""",4.50,,300,red
            bad sku,Mug,4.50,,,
            no-price,Mug,,,,
            no-title,,4.50,,,
            yen,Mug,4.50,JPY,,
            heavy,Mug,4.50,,much,
            ok-1,Mug,4.50,,,
            """";

        var outcome = await ImportAsync(new ImportProductsRequest { Content = Samples.Csv(csv) });

        outcome.CreatedCount.ShouldBe(1);
        outcome.ErrorCount.ShouldBe(6);
        outcome.Errors.Select(error => (error.Row, error.Field)).ShouldBe(
            [(2, "sku"), (3, "price"), (4, "title"), (5, "price"), (6, "weight_grams"), (7, "sku")]);
        var mug = await catalog.Products.GetProductAsync(new GetProductRequest { Name = "products/ok-1" });
        (mug.Title, mug.Variants[0].WeightGrams, mug.Attributes["colour"]).ShouldBe(("Mug, \"large\"", 300, "red"));
    }

    [Fact]
    public async Task Import_OfAChangedPrice_ChangesThePriceAtOnce()
    {
        await ImportAsync(new ImportProductsRequest { Content = Samples.Csv("sku,title,price\nlamp,Lamp,10") });

        var outcome = await ImportAsync(new ImportProductsRequest { Content = Samples.Csv("sku,title,price\nlamp,Lamp,9.99") });

        outcome.UpdatedCount.ShouldBe(1);
        var prices = await catalog.Products.GetProductPricesAsync(new GetProductPricesRequest { Skus = { "lamp" } });
        prices.Prices.Single().UnitPrice.ShouldBe(new Google.Type.Money { CurrencyCode = "USD", Units = 9, Nanos = 990_000_000 });
    }

    [Theory]
    [InlineData("[{", "application/json", "content.data")]
    [InlineData("{}", "application/json", "content.data")]
    [InlineData("[1]", "application/json", "content.data")]
    [InlineData("", "text/csv", "content.data")]
    [InlineData("sku,sku\n", "text/csv", "content.data")]
    [InlineData("sku\n\"open", "text/csv", "content.data")]
    [InlineData("<x/>", "application/xml", "content.content_type")]
    public async Task Import_OfWhatCannotBeRead_IsInvalid(string text, string contentType, string field)
    {
        var content = Samples.Csv(text);
        content.ContentType = contentType;

        (await catalog.Products.ImportProductsAsync(new ImportProductsRequest { Content = content }, CatalogFixture.Merchant).ShouldBeInvalidAsync())
            .ShouldBe([field]);
    }

    [Fact]
    public async Task Import_ByShoppers_IsDenied() =>
        await catalog.Products.ImportProductsAsync(new ImportProductsRequest { Content = Samples.Json("[]") }, CallAssertions.By("shopper"))
            .ShouldFailAsync(StatusCode.PermissionDenied);

    private async Task<ImportProductsResponse> ImportAsync(ImportProductsRequest request) =>
        await catalog.Products.ImportProductsAsync(request, CatalogFixture.Merchant);
}
