using System.Diagnostics;
using Platform.Catalog.V1;
using Platform.Testing.Services;
using Order = Platform.Catalog.V1.SearchProductsRequest.Types.Order;

namespace Platform.Catalog.Tests.Api;

/// <summary>Searches over all real products.</summary>
public sealed class SearchTests(SearchTests.RealProducts shop) : IClassFixture<SearchTests.RealProducts>
{
    [Fact]
    public async Task Search_ByWords_FindsWhatHasThemAll()
    {
        var found = await SearchAsync(new SearchProductsRequest { Query = "duracell aaa batteries" });

        found.TotalSize.ShouldBeGreaterThan(0);
        found.CorrectedQuery.ShouldBeEmpty();
        found.Products.ShouldAllBe(product => product.Brand == "Duracell");
        found.Products.ShouldContain(product => product.Name == "products/43900");
    }

    [Theory]
    [InlineData("duracel bateries", "duracell batteries")]
    [InlineData("hangign heart", "hanging heart")]
    [InlineData("CHRSTMAS decoratoin", "christmas decoration")]
    public async Task Search_WithTypingErrors_FindsWhatIsMeant(string query, string meant)
    {
        var found = await SearchAsync(new SearchProductsRequest { Query = query });

        found.CorrectedQuery.ShouldBe(meant);
        var right = await SearchAsync(new SearchProductsRequest { Query = meant });
        found.TotalSize.ShouldBe(right.TotalSize);
        found.Products.ShouldBe(right.Products);
    }

    [Fact]
    public async Task Search_BySynonym_FindsTheOtherWord()
    {
        var found = await SearchAsync(new SearchProductsRequest { Query = "television mount", PageSize = 100 });

        found.Products.ShouldContain(product => product.Title.Contains("TV", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_ByFacets_CountsAndNarrows()
    {
        var all = await SearchAsync(new SearchProductsRequest { Query = "batteries" });
        var brand = all.Facets.Single(facet => facet.Name == "brand").Values[0];

        var narrowed = await SearchAsync(new SearchProductsRequest { Query = "batteries", Brands = { brand.Value_ }, MaxPrice = "10", Order = Order.PriceAscending, PageSize = 100 });

        all.Facets.Select(facet => facet.Name).ShouldBe(["category", "brand", "price", "rating", "in_stock"]);
        narrowed.Products.Count.ShouldBe(narrowed.TotalSize);
        narrowed.TotalSize.ShouldBeInRange(1, brand.Count);
        narrowed.Products.ShouldAllBe(product => product.Brand == brand.Value_ && product.Variants[0].Price.Units <= 10);
        narrowed.Products.Select(product => product.Variants[0].Price.Units).ShouldBeInOrder();
        narrowed.Facets.Single(facet => facet.Name == "brand").Values.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Search_InPages_GivesEachProductOnce()
    {
        var request = new SearchProductsRequest { Query = "heart", PageSize = 40 };
        var (names, first) = (new List<string>(), await SearchAsync(request));
        for (var page = first; ; page = await SearchAsync(request))
        {
            names.AddRange(page.Products.Select(product => product.Name));
            request.PageToken = page.NextPageToken;
            if (page.NextPageToken.Length == 0)
            {
                break;
            }
        }

        names.Count.ShouldBe(first.TotalSize);
        names.ShouldBeUnique();
        request = new SearchProductsRequest { Query = "other", PageToken = first.NextPageToken };
        (await shop.Catalog.Products.SearchProductsAsync(request).ShouldBeInvalidAsync()).ShouldBe(["page_token"]);
    }

    [Fact]
    public async Task Search_OfBadFields_TellsThemAll()
    {
        var request = new SearchProductsRequest { Query = new string('x', 201), MinPrice = "-1", MaxPrice = "much", MinRating = 6, Order = (Order)99 };

        (await shop.Catalog.Products.SearchProductsAsync(request).ShouldBeInvalidAsync())
            .ShouldBe(["query", "min_price", "max_price", "min_rating", "order"], ignoreOrder: true);
    }

    [Fact]
    public async Task Suggestions_CompleteTheLastWordWithWhatThereIs()
    {
        (await SuggestAsync("durac")).ShouldBe(["duracell"]);
        var suggestions = await SuggestAsync("white hanging he");
        suggestions.ShouldContain("white hanging heart");
        foreach (var suggestion in suggestions)
        {
            (await SearchAsync(new SearchProductsRequest { Query = suggestion })).TotalSize.ShouldBeGreaterThan(0, suggestion);
        }
    }

    [Fact]
    public async Task Similar_Products_AreOfTheSameKind()
    {
        var similar = await shop.Catalog.Products.ListRecommendationsAsync(new ListRecommendationsRequest
        {
            Name = "products/43900",
            Kind = ListRecommendationsRequest.Types.Kind.Similar,
            PageSize = 5,
        });

        similar.Products.Count.ShouldBe(5);
        similar.Products.ShouldNotContain(product => product.Name == "products/43900");
        similar.Products.ShouldAllBe(product => product.Title.Contains("Batter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_OverAllProducts_IsQuick()
    {
        string[] queries = ["batteries", "red heart", "duracel bateries", "usb charger", "", "vintage chrstmas", "bag"];
        var times = new List<double>();
        foreach (var query in Enumerable.Repeat(queries, 20).SelectMany(each => each))
        {
            var start = Stopwatch.GetTimestamp();
            await SearchAsync(new SearchProductsRequest { Query = query });
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        TestContext.Current.SendDiagnosticMessage($"search over 4,791 products: p50 {times[times.Count / 2]:F1} ms, p99 {times[times.Count * 99 / 100]:F1} ms");
        // The aim is 100 ms for nearly all; half of them, for the machine of a test does other things too.
        times[times.Count / 2].ShouldBeLessThan(100);
    }

    private async Task<SearchProductsResponse> SearchAsync(SearchProductsRequest request) => await shop.Catalog.Products.SearchProductsAsync(request);

    private async Task<IEnumerable<string>> SuggestAsync(string prefix) =>
        (await shop.Catalog.Products.SuggestProductsAsync(new SuggestProductsRequest { Prefix = prefix })).Suggestions;

    public sealed class RealProducts : IAsyncLifetime
    {
        public CatalogFixture Catalog { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Catalog.InitializeAsync();
            foreach (var request in new[]
            {
                new ImportProductsRequest { Content = Samples.BestBuy() },
                new ImportProductsRequest { Content = Samples.OnlineRetail(), CurrencyCode = "GBP" },
            })
            {
                await Catalog.Products.ImportProductsAsync(request, CatalogFixture.Merchant);
            }
        }

        public ValueTask DisposeAsync() => Catalog.DisposeAsync();
    }
}
