using Platform.Catalog.V1;

namespace Platform.Catalog.Tests.Api;

/// <summary>The real sets of products, in a catalog that has nothing else.</summary>
public sealed class RealImportTests(CatalogFixture catalog) : IClassFixture<CatalogFixture>
{
    [Fact]
    public async Task Import_OfBothRealSets_TakesEveryProductOnce()
    {
        var bestBuy = await ImportAsync(new ImportProductsRequest { Content = Samples.BestBuy() });
        var retail = await ImportAsync(new ImportProductsRequest { Content = Samples.OnlineRetail(), CurrencyCode = "GBP" });
        var again = await ImportAsync(new ImportProductsRequest { Content = Samples.OnlineRetail(), CurrencyCode = "GBP" });

        (bestBuy.CreatedCount, bestBuy.ErrorCount).ShouldBe((871, 0));
        (retail.CreatedCount, retail.ErrorCount).ShouldBe((3920, 2));
        retail.Errors.Select(error => error.Field).ShouldBe(["sku", "price"], ignoreOrder: true);
        (again.CreatedCount, again.UpdatedCount, again.UnchangedCount).ShouldBe((0, 0, 3920));
        var listed = await ListAllAsync();
        listed.Count.ShouldBe(871 + 3920);
        listed.Select(product => product.Name).ShouldBe(listed.Select(product => product.Name).Order(StringComparer.Ordinal));
        var batteries = listed.Single(product => product.Name == "products/43900");
        batteries.Title.ShouldBe("Duracell - AAA Batteries (4-Pack)");
        batteries.Brand.ShouldBe("Duracell");
        batteries.Variants.Single().Price.ShouldBe(new Google.Type.Money { CurrencyCode = "USD", Units = 5, Nanos = 490_000_000 });
        batteries.Categories.ShouldBe(["Connected Home & Housewares/Housewares/Household Batteries/Alkaline Batteries"]);
        listed.Single(product => product.Name == "products/85123A").Variants.Single().Price.CurrencyCode.ShouldBe("GBP");
    }

    private async Task<ImportProductsResponse> ImportAsync(ImportProductsRequest request) =>
        await catalog.Products.ImportProductsAsync(request, CatalogFixture.Merchant);

    private async Task<List<Product>> ListAllAsync()
    {
        var (products, token) = (new List<Product>(), "");
        do
        {
            var page = await catalog.Products.ListProductsAsync(new ListProductsRequest { PageSize = 777, PageToken = token });
            products.AddRange(page.Products);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return products;
    }
}
