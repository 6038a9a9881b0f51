using System.Text.Json;
using Google.Type;
using Platform.Checker.Commerce;
using Platform.Inventory.V1;
using Platform.Testing;

namespace Platform.Commerce.Tests.StoreFront;

/// <summary>Checkouts whose payments are not simple, with the real services and the simulated bank.</summary>
public sealed class PaymentTests(StoreFrontFixture store) : IClassFixture<StoreFrontFixture>
{
    private const long Stock = 1000;
    private static readonly object Texas = new { regionCode = "US", administrativeArea = "TX", postalCode = "73301" };

    [Theory]
    [InlineData("tok_visa", "CONFIRMED", "")]
    [InlineData("tok_simulatorTimeout", "CONFIRMED", "")]
    [InlineData("tok_simulatorOutage", "CONFIRMED", "")]
    [InlineData("tok_simulatorDuplicateWebhook", "CONFIRMED", "")]
    [InlineData("tok_simulatorLateWebhook", "CONFIRMED", "")]
    [InlineData("tok_chargeDeclinedInsufficientFunds", "FAILED", "PAYMENT_DECLINED")]
    [InlineData("tok_chargeDeclined", "FAILED", "PAYMENT_DECLINED")]
    public async Task Checkout_WithACard_EndsAsTheBankSays(string card, string state, string reason)
    {
        var (buyer, sku) = await FillCartAsync(card);

        var order = await buyer.AwaitEndAsync(await buyer.CheckoutAsync(Texas, card));

        (order.GetProperty("state").GetString(), ReasonOf(order)).ShouldBe((state, reason));
        await BooksShouldAgreeAsync([buyer.User], sku, sold: state == "CONFIRMED" ? 1 : 0);
    }

    [Theory]
    [InlineData("tok_threeDSecure2Required", true, "CONFIRMED", "")]
    [InlineData("tok_threeDSecure2Required", false, "FAILED", "PAYMENT_DECLINED")]
    [InlineData("tok_threeDSecureRequiredChargeDeclined", true, "FAILED", "PAYMENT_DECLINED")]
    public async Task Checkout_WithAChallenge_WaitsForTheBuyer(string card, bool succeeds, string state, string reason)
    {
        var (buyer, sku) = await FillCartAsync($"{card}-{succeeds}");
        var name = await buyer.CheckoutAsync(Texas, card);
        await Eventually.AssertAsync(async () => (await buyer.GetAsync("/v1/" + name)).GetProperty("state").GetString().ShouldBe("ACTION_REQUIRED"));

        var payment = name["orders/".Length..];
        await buyer.PostAsync($"/v1/simulator/payments/{payment}:completeChallenge", new { succeed = succeeds });
        await buyer.PostAsync($"/v1/payments/{payment}:confirm", new { });

        var order = await buyer.AwaitEndAsync(name);
        (order.GetProperty("state").GetString(), ReasonOf(order)).ShouldBe((state, reason));
        await BooksShouldAgreeAsync([buyer.User], sku, sold: state == "CONFIRMED" ? 1 : 0);
    }

    [Fact]
    public async Task Checkout_SubmittedFiveTimesAtOnce_IsOneOrder()
    {
        var (buyer, sku) = await FillCartAsync("impatient");

        var names = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => buyer.CheckoutAsync(Texas)));

        (await buyer.AwaitEndAsync(names.Distinct().ShouldHaveSingleItem())).GetProperty("state").GetString().ShouldBe("CONFIRMED");
        (await buyer.GetAsync("/v1/orders")).GetProperty("orders").GetArrayLength().ShouldBe(1);
        await BooksShouldAgreeAsync([buyer.User], sku, sold: 1);
    }

    [Fact]
    public async Task Cancel_AtAnyMomentOfTheCheckout_LeavesNothingBehind()
    {
        const int Orders = 30;
        var sku = await SellAsync("second-thoughts");

        var buyers = await Task.WhenAll(Enumerable.Range(0, Orders).Select(async i =>
        {
            var buyer = await store.SignInAsync($"second-thoughts-{i}");
            await buyer.AddAsync(sku, 1);
            var name = await buyer.CheckoutAsync(Texas);
            // Each one a little later than the one before it, from the first step to long after the last.
            for (var look = 0; look < i; look++) await buyer.GetAsync("/v1/" + name);
            await buyer.PostAsync($"/v1/{name}:cancel", new { });
            await Eventually.AssertAsync(async () => (await buyer.GetAsync("/v1/" + name)).GetProperty("state").GetString().ShouldBe("CANCELED"));
            return buyer.User;
        }));

        await BooksShouldAgreeAsync(buyers, sku, sold: 0);
    }

    private static string ReasonOf(JsonElement order) => order.TryGetProperty("failure", out var failure) ? failure.GetProperty("reason").GetString()! : "";

    private Task<string> SellAsync(string name) =>
        store.Shop.SellAsync(name.ToLowerInvariant().Replace('_', '-'), new Money { CurrencyCode = "USD", Units = 20 }, Stock);

    private async Task<(Visitor Buyer, string Sku)> FillCartAsync(string name)
    {
        var sku = await SellAsync(name);
        var buyer = await store.SignInAsync("buyer-" + name);
        await buyer.AddAsync(sku, 1);
        return (buyer, sku);
    }

    private async Task BooksShouldAgreeAsync(IEnumerable<string> buyers, string sku, int sold)
    {
        (await new OrderChecker(store.Shop.Books).CheckAsync(buyers, [sku])).ShouldBeEmpty();
        (await store.Shop.Inventory.GetStockAsync(new GetStockRequest { Name = "stock/" + sku })).OnHand.ShouldBe(Stock - sold);
    }
}
