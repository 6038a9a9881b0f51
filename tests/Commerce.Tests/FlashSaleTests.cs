using Platform.Commerce.Tests.Checking;
using Platform.Inventory.V1;
using Platform.Monetary;
using Platform.Payments.V1;
using OrderState = Platform.Orders.V1.Order.Types.State;

namespace Platform.Commerce.Tests;

/// <summary>2,000 buyers, 100 units.</summary>
public sealed class FlashSaleTests(CommerceFixture commerce, ITestOutputHelper output) : IClassFixture<CommerceFixture>
{
    private const int Buyers = 2000;
    private const int Units = 100;
    private const int Connections = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task FlashSale_TwentyBuyersForEachUnit_SellsEachUnitOnce()
    {
        var shop = commerce.Shop;
        var sku = await shop.SellAsync("flash", new Google.Type.Money { CurrencyCode = "USD", Units = 49, Nanos = 990_000_000 }, Units);
        var buyers = Enumerable.Range(0, Buyers).Select(i => $"flash-{i}").ToList();
        await Parallel.ForEachAsync(buyers, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (buyer, _) => await shop.AddAsync(buyer, sku, 1));

        var start = TimeProvider.System.GetTimestamp();
        var names = await Task.WhenAll(buyers.Select(async buyer => (await shop.CheckoutAsync(buyer)).Name));
        // One after another: two thousand who ask again and again would be the load.
        var orders = new List<Orders.V1.Order>();
        foreach (var (buyer, name) in buyers.Zip(names))
        {
            orders.Add(await shop.AwaitEndAsync(buyer, name, Patience));
        }

        output.WriteLine($"{Buyers} checkouts ended after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F1} s");

        var sold = orders.Where(order => order.State == OrderState.Confirmed).ToList();
        sold.Count.ShouldBe(Units, string.Join(' ', orders.CountBy(order => order.Failure?.Reason ?? "")));
        orders.Except(sold).ShouldAllBe(order => order.Failure.Reason == "OUT_OF_STOCK");
        var stock = await shop.Inventory.GetStockAsync(new GetStockRequest { Name = "stock/" + sku });
        (stock.OnHand, stock.Reserved).ShouldBe((0, 0));
        (await new OrderChecker(shop).CheckAsync(buyers, [sku])).ShouldBeEmpty();
        (await CapturedAsync()).ShouldBe(sold.Sum(order => Amount(order.Totals.Total)));
        // Each 49.99, 400 g from Newark to Texas (2,400 km): 6.09; 6.25 % of both: 3.12 + 0.38.
        sold.ShouldAllBe(order => Amount(order.Totals.Total) == 59.58m);
    }

    private async Task<decimal> CapturedAsync()
    {
        var sum = 0m;
        var request = new ListPaymentsRequest { PageSize = 1000 };
        do
        {
            var page = await commerce.Shop.Payments.ListPaymentsAsync(request, Callers.Admin);
            sum += page.Payments.Sum(payment => Amount(payment.CapturedAmount));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return sum;
    }

    private static decimal Amount(Google.Type.Money? money) => Money.TryFromProto(money, out var amount) ? amount.Amount : 0;
}
