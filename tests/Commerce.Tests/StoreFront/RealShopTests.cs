using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Platform.Catalog.Tests;
using Platform.Checker.Commerce;
using Platform.Testing;

namespace Platform.Commerce.Tests.StoreFront;

/// <summary>Real products, from the import to the paid order, through the public door.</summary>
public sealed class RealShopTests(StoreFrontFixture store) : IClassFixture<StoreFrontFixture>
{
    private const int Shoppers = 12;

    private static readonly Destination[] Destinations =
    [
        // From the nearest warehouse: 2,400 km, and less than 1,000; so 4.99 and 1.10 or 0.75 for the one half kilogram that goods without a weight begin.
        new("USD", "us-east", new { regionCode = "US", administrativeArea = "TX", postalCode = "73301" }, Tax: 0.0625m, TaxesShipping: true, Shipping: 6.09m),
        new("USD", "us-west", new { regionCode = "US", administrativeArea = "CA", postalCode = "94016" }, Tax: 0.0725m, TaxesShipping: false, Shipping: 5.74m),
        // Within Germany.
        new("GBP", "eu-central", new { regionCode = "DE", postalCode = "60311" }, Tax: 0.19m, TaxesShipping: true, Shipping: 4.39m),
    ];

    [Fact]
    public async Task Shoppers_OfRealProducts_FindAddAndBuyAtTheRightPrice()
    {
        var staff = await store.SignInAsync("staff", "merchant", "admin");
        await ImportAsync(staff);
        var prices = RealPrices();
        var random = new Random(20101201);
        var shopper = await store.SignInAsync("finder");
        await Eventually.AssertAsync(async () => (await FindAsync(shopper, "duracel aaa bateries")).ShouldContain("products/43900"));

        var bought = new List<string>();
        var shoppers = new List<string>();
        for (var i = 0; i < Shoppers; i++)
        {
            var destination = Destinations[i % Destinations.Length];
            var visitor = await store.SignInAsync($"shopper-{i}");
            var basket = random.GetItems(prices[destination.Currency].Keys.ToArray(), 4).Distinct().ToDictionary(sku => sku, _ => random.Next(1, 4));
            await BuyAsync(staff, visitor, destination, basket, prices[destination.Currency]);
            shoppers.Add(visitor.User);
            bought.AddRange(basket.Keys);
        }

        (await new OrderChecker(store.Shop.Books).CheckAsync(shoppers, [.. bought.Distinct()])).ShouldBeEmpty();
    }

    private static async Task BuyAsync(
        Visitor staff, Visitor visitor, Destination destination, Dictionary<string, int> basket, Dictionary<string, decimal> prices)
    {
        foreach (var (sku, quantity) in basket)
        {
            await staff.PostAsync($"/v1/stock/{sku}:restock", new { warehouse = destination.Warehouse, quantity = quantity.ToString(CultureInfo.InvariantCulture) });
            await visitor.AddAsync(sku, quantity);
        }

        var quote = await visitor.PostAsync("/v1/orders:quote", new { shippingAddress = destination.Address });
        var order = await visitor.AwaitEndAsync(await visitor.CheckoutAsync(destination.Address));

        order.GetProperty("state").GetString().ShouldBe("CONFIRMED", order.ToString());
        var expected = destination.TotalOf(basket.Select(each => prices[each.Key] * each.Value));
        Visitor.Amount(order.GetProperty("totals"), "total").ShouldBe(expected);
        Visitor.Amount(quote, "total").ShouldBe(expected);
        (await visitor.GetAsync("/v1/users/me/cart")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    private static async Task ImportAsync(Visitor staff)
    {
        var bestBuy = await staff.UploadAsync("/v1/products:import", Samples.BestBuy());
        var retail = await staff.UploadAsync("/v1/products:import?currencyCode=GBP", Samples.OnlineRetail());
        (bestBuy.GetProperty("createdCount").GetInt32(), retail.GetProperty("createdCount").GetInt32()).ShouldBe((871, 3920));
    }

    private static async Task<IEnumerable<string?>> FindAsync(Visitor visitor, string query) =>
        (await visitor.GetAsync("/v1/products:search?pageSize=5&query=" + Uri.EscapeDataString(query)))
            .GetProperty("products").EnumerateArray().Select(product => product.GetProperty("name").GetString());

    /// <summary>What the files say, read without any of the shop's code: prices by currency and SKU.</summary>
    private static Dictionary<string, Dictionary<string, decimal>> RealPrices()
    {
        using var bestBuy = JsonDocument.Parse(Unzip("bestbuy-products.json.gz"));
        var retail = Unzip("online-retail-products.csv.gz").Split('\n').Skip(1)
            .Where(line => line.Length > 0 && !line.Contains('"', StringComparison.Ordinal))
            .Select(line => line.Split(','))
            .Select(fields => (Sku: fields[0], Price: decimal.Parse(fields[2], CultureInfo.InvariantCulture)));
        return new Dictionary<string, Dictionary<string, decimal>>
        {
            ["USD"] = bestBuy.RootElement.EnumerateArray().ToDictionary(product => product.GetProperty("sku").GetRawText(), product => product.GetProperty("price").GetDecimal()),
            ["GBP"] = retail.Where(product => product.Price > 0 && !product.Sku.Contains(' ', StringComparison.Ordinal)).ToDictionary(product => product.Sku, product => product.Price),
        };
    }

    private static string Unzip(string file)
    {
        using var zip = new GZipStream(File.OpenRead(Datasets.Require("a-products", file)), CompressionMode.Decompress);
        using var reader = new StreamReader(zip);
        return reader.ReadToEnd();
    }

    /// <summary>Where orders go, and what that costs by the tables of the orders' README.</summary>
    private sealed record Destination(string Currency, string Warehouse, object Address, decimal Tax, bool TaxesShipping, decimal Shipping)
    {
        /// <summary>Each line's tax and the shipping's are rounded by themselves, halves up.</summary>
        public decimal TotalOf(IEnumerable<decimal> lines) =>
            lines.Sum(line => line + Round(line * Tax)) + Shipping + (TaxesShipping ? Round(Shipping * Tax) : 0);

        private static decimal Round(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
    }
}
