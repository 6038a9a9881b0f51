using System.Globalization;
using System.IO.Compression;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Platform.Catalog.Domain.Import;
using Platform.Catalog.V1;
using Platform.Inventory.V1;
using Platform.Orders.V1;
using Platform.Testing;
using Platform.Testing.Services;
using OrderState = Platform.Orders.V1.Order.Types.State;

namespace Platform.Catalog.Tests.Api;

public sealed class SalesTests(CatalogFixture catalog) : IClassFixture<CatalogFixture>
{
    private const int RealOrders = 250;

    [Fact]
    public async Task Sales_OfAnOrderThatComesTwice_CountOnce()
    {
        await catalog.CreateAsync("sold");
        var order = Order("buyer-1", ("sold", 3), ("unknown", 1));

        await PublishAsync(order);
        await PublishAsync(order);
        await PublishAsync(Order("buyer-2", ("sold", 2)));
        await PublishAsync(new OrderChanged(Order("buyer-3", ("sold", 7))) { State = OrderState.Failed });

        await Eventually.AssertAsync(async () => (await GetAsync("sold")).SoldCount.ShouldBe(5));
        var request = new CreateReviewRequest { Parent = "products/sold", Review = new Review { Rating = 5 } };
        (await catalog.Reviews.CreateReviewAsync(request, CallAssertions.By("buyer-1"))).VerifiedPurchase.ShouldBeTrue();
        (await catalog.Reviews.CreateReviewAsync(request, CallAssertions.By("buyer-3"))).VerifiedPurchase.ShouldBeFalse();
        (await GetAsync("sold")).SoldCount.ShouldBe(5);
    }

    [Fact]
    public async Task Sales_OfACanceledOrder_AreNotCounted()
    {
        await catalog.CreateAsync("undone");
        var (first, second, kept) = (Order("early", ("undone", 3)), Order("late", ("undone", 4)), Order("kept", ("undone", 1)));

        await PublishAsync(kept);
        await PublishAsync(first);
        await Eventually.AssertAsync(async () => (await GetAsync("undone")).SoldCount.ShouldBe(4));
        await PublishAsync(Canceled(first));
        await PublishAsync(Canceled(first));
        // The cancellation may come first, and one of an order that was never confirmed takes nothing out.
        await PublishAsync(Canceled(second));
        await PublishAsync(second);
        await PublishAsync(new OrderChanged(Canceled(Order("never", ("undone", 9)))) { ConfirmTime = null });

        await Eventually.AssertAsync(async () => (await GetAsync("undone")).SoldCount.ShouldBe(1));
        var request = new CreateReviewRequest { Parent = "products/undone", Review = new Review { Rating = 5 } };
        (await catalog.Reviews.CreateReviewAsync(request, CallAssertions.By("kept"))).VerifiedPurchase.ShouldBeTrue();
        (await catalog.Reviews.CreateReviewAsync(request, CallAssertions.By("early"))).VerifiedPurchase.ShouldBeFalse();
        (await GetAsync("undone")).SoldCount.ShouldBe(1);
    }

    [Fact]
    public async Task Trending_Products_CoolDown()
    {
        await catalog.CreateAsync("former", change: each => each.Categories.Add("Trends"));
        await catalog.CreateAsync("latest", change: each => each.Categories.Add("Trends"));
        var early = Order("a", ("former", 10));
        early.Time = Timestamp.FromDateTimeOffset(catalog.Clock.GetUtcNow() - TimeSpan.FromDays(21));

        await PublishAsync(early);
        await PublishAsync(Order("a", ("latest", 2)));

        // Ten sales of three weeks ago weigh 1.25.
        await Eventually.AssertAsync(async () => (await TrendingAsync()).ShouldBe(["products/latest", "products/former"]));
    }

    [Fact]
    public async Task Stock_FollowsTheNewestEvent()
    {
        await catalog.CreateAsync("stocked");

        await PublishAsync("inventory-stock-changed", new StockChanged { Sku = "stocked", Available = 5, Sequence = 2 });
        await Eventually.AssertAsync(async () => (await GetAsync("stocked")).InStock.ShouldBeTrue());
        await PublishAsync("inventory-stock-changed", new StockChanged { Sku = "stocked", Available = 0, Sequence = 1 });
        await PublishAsync("inventory-stock-changed", new StockChanged { Sku = "other", Available = 1, Sequence = 1 });

        (await catalog.Products.SearchProductsAsync(new SearchProductsRequest { InStock = true })).Products.ShouldContain(each => each.Name == "products/stocked");
        await PublishAsync("inventory-stock-changed", new StockChanged { Sku = "stocked", Available = 0, Sequence = 3 });
        await Eventually.AssertAsync(async () => (await GetAsync("stocked")).InStock.ShouldBeFalse());
    }

    [Fact]
    public async Task RecentlyViewed_Products_ComeOnceTheLastOneFirst()
    {
        var user = CallAssertions.By("viewer");
        foreach (var id in new[] { "view-1", "view-2", "view-3" })
        {
            await catalog.CreateAsync(id);
        }

        foreach (var id in new[] { "view-1", "view-2", "view-1", "view-3" })
        {
            await catalog.Products.GetProductAsync(new GetProductRequest { Name = "products/" + id }, user);
        }

        await Eventually.AssertAsync(async () =>
            (await catalog.Products.ListRecentlyViewedProductsAsync(new ListRecentlyViewedProductsRequest(), user)).Products
                .Select(product => product.Name).ShouldBe(["products/view-3", "products/view-1", "products/view-2"]));
    }

    [Fact]
    public async Task BoughtTogether_OfRealOrders_IsWhatCountingThemSays()
    {
        await catalog.Products.ImportProductsAsync(new ImportProductsRequest { Content = Samples.OnlineRetail(), CurrencyCode = "GBP" }, CatalogFixture.Merchant);
        var known = (await ListIdsAsync()).ToHashSet();
        var baskets = RealBaskets().Select(basket => basket.Where(known.Contains).Distinct().ToList()).Where(basket => basket.Count > 0).ToList();
        var before = await SoldAsync(baskets);

        await Parallel.ForEachAsync(baskets.Index(), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (basket, _) =>
            await PublishAsync(Order($"real-{basket.Index}", [.. basket.Item.Select(sku => (sku, 1))])));

        var patience = TimeSpan.FromMinutes(3);
        await Eventually.AssertAsync(async () => (await SoldAsync(baskets) - before).ShouldBe(baskets.Sum(basket => basket.Count)), patience);
        var popular = baskets.SelectMany(basket => basket).CountBy(id => id).OrderByDescending(each => each.Value).Take(5).Select(each => each.Key);
        foreach (var id in popular)
        {
            var found = await catalog.Products.ListRecommendationsAsync(new ListRecommendationsRequest { Name = "products/" + id, PageSize = 5 });
            found.Products.Count.ShouldBe(5);
            found.Products.Select(product => product.Name["products/".Length..]).Where(other => TimesTogether(id, other) < 2).ShouldBeEmpty();
            found.Products.Select(product => Lift(id, product.Name["products/".Length..])).ShouldAllBe(lift => lift > 1);
        }

        int TimesTogether(string left, string right) => Small().Count(basket => basket.Contains(left) && basket.Contains(right));
        double Lift(string left, string right) =>
            (double)TimesTogether(left, right) * baskets.Count / (baskets.Count(basket => basket.Contains(left)) * (double)baskets.Count(basket => basket.Contains(right)));
        IEnumerable<List<string>> Small() => baskets.Where(basket => basket.Count <= 50);
    }

    private static OrderChanged Order(string buyer, params IEnumerable<(string Sku, int Quantity)> parts) => new()
    {
        EventId = Guid.NewGuid().ToString("N"),
        Order = "orders/" + Guid.NewGuid().ToString("N"),
        Buyer = buyer,
        State = OrderState.Confirmed,
        Parts = { parts.Select(part => new Order.Types.Part { Sku = part.Sku, Quantity = part.Quantity }) },
    };

    private OrderChanged Canceled(OrderChanged order) =>
        new(order) { EventId = Guid.NewGuid().ToString("N"), State = OrderState.Canceled, ConfirmTime = Timestamp.FromDateTimeOffset(catalog.Clock.GetUtcNow()) };

    // The first orders of the shop, without cancellations and returns.
    private static IEnumerable<IEnumerable<string>> RealBaskets()
    {
        using var zip = new GZipStream(File.OpenRead(Datasets.Require("a-products", "online-retail-orders-2010-12_2011-02.csv.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(zip, Encoding.UTF8);
        return [.. CsvRows.Read(reader.ReadToEnd())
            .Select(row => row.Columns)
            .Where(row => !row["invoice_no"].StartsWith('C') && int.Parse(row["quantity"], CultureInfo.InvariantCulture) > 0)
            .GroupBy(row => row["invoice_no"], row => row["stock_code"])
            .Take(RealOrders)];
    }

    private async Task<IReadOnlyList<string>> ListIdsAsync()
    {
        var (ids, token) = (new List<string>(), "");
        do
        {
            var page = await catalog.Products.ListProductsAsync(new ListProductsRequest { PageSize = 1000, PageToken = token });
            ids.AddRange(page.Products.Select(product => product.Name["products/".Length..]));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return ids;
    }

    private async Task<long> SoldAsync(IReadOnlyList<List<string>> baskets)
    {
        var ids = baskets.SelectMany(basket => basket).ToHashSet();
        var (sold, token) = (0L, "");
        do
        {
            var page = await catalog.Products.ListProductsAsync(new ListProductsRequest { PageSize = 1000, PageToken = token });
            sold += page.Products.Where(product => ids.Contains(product.Name["products/".Length..])).Sum(product => product.SoldCount);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return sold;
    }

    private async Task<Product> GetAsync(string id) => await catalog.Products.GetProductAsync(new GetProductRequest { Name = "products/" + id });

    private async Task<IEnumerable<string>> TrendingAsync() =>
        (await catalog.Products.ListTrendingProductsAsync(new ListTrendingProductsRequest { Category = "Trends" })).Products.Select(product => product.Name);

    private Task PublishAsync(OrderChanged order) => PublishAsync("orders-order-changed", order);

    private Task PublishAsync(string topic, IMessage message) => catalog.Host.Dapr.PublishByteEventAsync(
        "pubsub", topic, Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message)), "application/json");
}
