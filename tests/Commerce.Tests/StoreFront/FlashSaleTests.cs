using System.Text.Json;
using Platform.Checker.Commerce;
using Platform.Inventory.V1;
using Platform.Monetary;
using Platform.Payments.V1;

namespace Platform.Commerce.Tests.StoreFront;

/// <summary>2,000 buyers at the public door, 100 units.</summary>
public sealed class FlashSaleTests(StoreFrontFixture store, ITestOutputHelper output) : IClassFixture<StoreFrontFixture>
{
    private const int Buyers = 2000;
    private const int Units = 100;
    private const int Connections = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly object Texas = new { regionCode = "US", administrativeArea = "TX", postalCode = "73301" };

    [Fact]
    public async Task FlashSale_TwentyBuyersForEachUnit_SellsEachUnitOnce()
    {
        var shop = store.Shop;
        var sku = await shop.SellAsync("flash", new Google.Type.Money { CurrencyCode = "USD", Units = 49, Nanos = 990_000_000 }, Units);
        var buyers = await Task.WhenAll(Enumerable.Range(0, Buyers).Select(i => store.SignInAsync($"flash-{i}")));
        var crowd = new ParallelOptions { MaxDegreeOfParallelism = Connections };
        await Parallel.ForEachAsync(buyers, crowd, async (buyer, _) => await buyer.AddAsync(sku, 1));

        var start = TimeProvider.System.GetTimestamp();
        var names = await Task.WhenAll(buyers.Select(buyer => buyer.CheckoutAsync(Texas)));
        // One after another: two thousand who ask again and again would be the load.
        var orders = new List<JsonElement>();
        foreach (var (buyer, name) in buyers.Zip(names))
        {
            orders.Add(await buyer.AwaitEndAsync(name, Patience));
        }

        output.WriteLine($"{Buyers} checkouts ended after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F1} s");

        var sold = orders.Where(order => order.GetProperty("state").GetString() == "CONFIRMED").ToList();
        sold.Count.ShouldBe(Units, string.Join(' ', orders.CountBy(ReasonOf)));
        orders.Except(sold).ShouldAllBe(order => ReasonOf(order) == "OUT_OF_STOCK");
        var stock = await shop.Inventory.GetStockAsync(new GetStockRequest { Name = "stock/" + sku });
        (stock.OnHand, stock.Reserved).ShouldBe((0, 0));
        (await new OrderChecker(shop.Books).CheckAsync(buyers.Select(buyer => buyer.User), [sku])).ShouldBeEmpty();
        (await CapturedAsync()).ShouldBe(sold.Sum(TotalOf));
        // Each 49.99, 400 g from Newark to Texas (2,400 km): 6.09; 6.25 % of both: 3.12 + 0.38.
        sold.ShouldAllBe(order => TotalOf(order) == 59.58m);
    }

    private static string ReasonOf(JsonElement order) => order.TryGetProperty("failure", out var failure) ? failure.GetProperty("reason").GetString()! : "";

    private static decimal TotalOf(JsonElement order) => Visitor.Amount(order.GetProperty("totals"), "total");

    private async Task<decimal> CapturedAsync()
    {
        var sum = 0m;
        var request = new ListPaymentsRequest { PageSize = 1000 };
        do
        {
            var page = await store.Shop.Payments.ListPaymentsAsync(request, Callers.Admin);
            sum += page.Payments.Sum(payment => Money.TryFromProto(payment.CapturedAmount, out var amount) ? amount.Amount : 0);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return sum;
    }
}
