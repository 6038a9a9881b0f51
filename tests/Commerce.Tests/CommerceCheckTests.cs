using Platform.Checker.Commerce;
using Platform.Orders.V1;
using Platform.Payments.V1;
using OrderState = Platform.Orders.V1.Order.Types.State;

namespace Platform.Commerce.Tests;

/// <summary><c>./platform check commerce</c>, over a shop of its own.</summary>
public sealed class CommerceCheckTests(CommerceFixture commerce) : IClassFixture<CommerceFixture>
{
    [Fact]
    public async Task Check_FindsNothing_UntilSomethingDiffers()
    {
        var sku = await commerce.Shop.SellAsync("checked", new Google.Type.Money { CurrencyCode = "USD", Units = 20 }, 100);
        var kept = await BuyAsync("keeps", sku, "tok_visa", OrderState.Confirmed);
        await BuyAsync("declined", sku, "tok_chargeDeclined", OrderState.Failed);
        var canceled = await BuyAsync("cancels", sku, "tok_visa", OrderState.Confirmed);
        await commerce.Shop.Orders.CancelOrderAsync(new CancelOrderRequest { Name = canceled.Name }, Callers.By("cancels"));
        await commerce.Shop.AwaitEndAsync("cancels", canceled.Name, OrderState.Canceled);

        var (code, text) = await CheckAsync();

        code.ShouldBe(0, text);
        text.ShouldContain("3 orders, 0 more under way, 1 SKUs");
        text.ShouldContain("books: all agree");

        await commerce.Shop.Payments.RefundPaymentAsync(new RefundPaymentRequest { PaymentId = kept.Name["orders/".Length..], RefundId = "behind-the-back" }, Callers.Service);
        var owed = await BuyAsync("owed", sku, "tok_refundFail", OrderState.Confirmed);
        await commerce.Shop.Orders.CancelOrderAsync(new CancelOrderRequest { Name = owed.Name }, Callers.By("owed"));
        await commerce.Shop.AwaitEndAsync("owed", owed.Name, OrderState.CancelFailed);

        (code, text) = await CheckAsync();

        code.ShouldBe(1);
        text.ShouldContain($"{kept.Name}: Confirmed, costs {Total(kept)}, but the payment is Refunded, 0");
        text.ShouldContain($"{owed.Name}: canceled, but the provider refuses to give back {Total(owed)} USD, which is owed to owed");
        text.ShouldNotContain(canceled.Name);
        (await commerce.Shop.Inventory.GetStockAsync(new Inventory.V1.GetStockRequest { Name = "stock/" + sku })).OnHand.ShouldBe(99);
    }

    private static decimal Total(Order order) => Monetary.Money.TryFromProto(order.Totals.Total, out var total) ? total.Amount : 0;

    private async Task<Order> BuyAsync(string buyer, string sku, string token, OrderState end)
    {
        await commerce.Shop.AddAsync(buyer, sku, 1);
        return await commerce.Shop.AwaitEndAsync(buyer, (await commerce.Shop.CheckoutAsync(buyer, token)).Name, end);
    }

    private async Task<(int Code, string Text)> CheckAsync()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await CommerceCheck.RunAsync(commerce.Shop.Books, readsProvider: true, TimeSpan.Zero, output, errors, CancellationToken.None);
        return (code, output.ToString() + errors);
    }
}
