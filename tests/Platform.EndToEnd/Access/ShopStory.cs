using Platform.Commerce.Tests.StoreFront;

namespace Platform.EndToEnd.Access;

/// <summary>Three people buy something: one gets the money back, one has to confirm the payment, and one thinks better of it then.</summary>
internal sealed class ShopStory(People people)
{
    private const string Challenged = "tok_threeDSecure2Required";
    private static readonly object Texas = new { regionCode = "US", administrativeArea = "TX", postalCode = "73301" };

    public async Task RunAsync()
    {
        var staff = await people.SignUpAsync("merchant", "admin");
        var sku = await SellAsync(staff);
        await Task.WhenAll(RefundAsync(staff, sku), ConfirmAsync(sku), CancelAsync(sku));
    }

    private static async Task<string> SellAsync(Visitor staff)
    {
        var sku = $"access-{Guid.NewGuid():N}"[..24];
        object[] variants = [new { sku, price = new { currencyCode = "USD", units = "10" }, weightGrams = 400 }];
        await staff.PostAsync("/v1/products?productId=" + sku, new { title = "Product " + sku, variants });
        await staff.PostAsync($"/v1/stock/{sku}:restock", new { warehouse = "us-east", quantity = "100" });
        return sku;
    }

    /// <summary>Everything is refunded before anything was sent, so the items go back into stock.</summary>
    private async Task RefundAsync(Visitor staff, string sku)
    {
        var (buyer, order) = await BuyAsync(sku, "tok_visa", "CONFIRMED");

        await staff.PostAsync($"/v1/{order}:refund", new { });

        await buyer.AwaitAsync(order, "state", "REFUNDED");
    }

    private async Task ConfirmAsync(string sku)
    {
        var (buyer, order) = await BuyAsync(sku, Challenged, "ACTION_REQUIRED");
        var payment = order["orders/".Length..];

        await buyer.PostAsync($"/v1/simulator/payments/{payment}:completeChallenge", new { succeed = true });
        await buyer.PostAsync($"/v1/payments/{payment}:confirm", new { });

        await buyer.AwaitAsync(order, "state", "CONFIRMED");
    }

    /// <summary>What was set aside is set free: the stock, and the payment that nobody confirms.</summary>
    private async Task CancelAsync(string sku)
    {
        var (buyer, order) = await BuyAsync(sku, Challenged, "ACTION_REQUIRED");

        await buyer.PostAsync($"/v1/{order}:cancel", new { });

        await buyer.AwaitAsync(order, "state", "CANCELED");
    }

    private async Task<(Visitor Buyer, string Order)> BuyAsync(string sku, string paymentToken, string state)
    {
        var buyer = await people.SignUpAsync();
        await buyer.AddAsync(sku, 1);
        var order = await buyer.CheckoutAsync(Texas, paymentToken);
        await buyer.AwaitAsync(order, "state", state);
        return (buyer, order);
    }
}
