using Platform.Checker.Commerce;
using Platform.Orders.Api;
using Platform.Orders.V1;
using Platform.State.Idempotency;
using OrderState = Platform.Orders.V1.Order.Types.State;

namespace Platform.Commerce.Tests;

/// <summary>Checkouts with the real services, whose calls go wrong one by one: all is done once or all is undone, and the books agree.</summary>
public sealed class CheckoutFaultTests(CommerceFixture commerce) : IClassFixture<CommerceFixture>
{
    private const int Always = 1000;
    private const int Stock = 1000;

    private static readonly (string Method, bool ByBuyer)[] Steps =
    [
        ("GetCheckoutCart", true), ("ReserveStock", false), ("AuthorizePayment", false), ("CommitReservation", false), ("CapturePayment", false),
    ];

    private static readonly string[] Compensations = ["ReleaseReservation", "VoidPayment", "RefundPayment", "GetPayment"];

    [Fact]
    public async Task Checkouts_EveryCallGoesWrongInEveryWay_TheBooksAgree()
    {
        var sku = await commerce.Shop.SellAsync("faulty", new Google.Type.Money { CurrencyCode = "USD", Units = 19, Nanos = 990_000_000 }, Stock);
        var cases = Cases().ToList();

        var orders = await Task.WhenAll(cases.Select(each => RunAsync(each, sku)));

        foreach (var (each, order) in cases.Zip(orders))
        {
            order.State.ShouldBe(each.Ends, $"{each.Buyer}: {order.Failure}");
        }

        (await new OrderChecker(commerce.Shop.Books).CheckAsync(cases.Select(each => each.Buyer), [sku])).ShouldBeEmpty();
        var sold = orders.Count(order => order.State == OrderState.Confirmed) * 2;
        (await commerce.Shop.Inventory.GetStockAsync(new Inventory.V1.GetStockRequest { Name = "stock/" + sku })).OnHand.ShouldBe(Stock - sold);
    }

    private static IEnumerable<Case> Cases()
    {
        foreach (var (method, byBuyer) in Steps)
        {
            yield return new Case($"{method}-error", [(method, byBuyer, new CallFault(isDone: false, 1))], OrderState.Confirmed);
            yield return new Case($"{method}-lost", [(method, byBuyer, new CallFault(isDone: true, 1))], OrderState.Confirmed);
            yield return new Case($"{method}-down", [(method, byBuyer, new CallFault(isDone: false, Always))], OrderState.Failed);
            yield return new Case($"{method}-mute", [(method, byBuyer, new CallFault(isDone: true, Always))], OrderState.Failed);
        }

        yield return new Case("ClearCart-error", [("ClearCart", true, new CallFault(isDone: false, 3))], OrderState.Confirmed);
        yield return new Case("ClearCart-lost", [("ClearCart", true, new CallFault(isDone: true, 3))], OrderState.Confirmed);
        foreach (var compensation in Compensations)
        {
            foreach (var isDone in new[] { false, true })
            {
                yield return new Case(
                    $"{compensation}-{isDone}",
                    [
                        ("CapturePayment", false, new CallFault(isDone: compensation == "RefundPayment", Always)),
                        (compensation, false, new CallFault(isDone, 2)),
                    ],
                    OrderState.Failed);
            }
        }
    }

    private async Task<Order> RunAsync(Case each, string sku)
    {
        var id = OrderNames.NewId(RequestKey.Of(each.Buyer, "checkout", []));
        foreach (var (method, byBuyer, fault) in each.Faults)
        {
            commerce.Faults.Add(method, byBuyer ? each.Buyer : id, fault);
        }

        await commerce.Shop.AddAsync(each.Buyer, sku, 2);
        var order = await commerce.Shop.CheckoutAsync(each.Buyer);
        return await commerce.Shop.AwaitEndAsync(each.Buyer, order.Name);
    }

    private sealed record Case(string Buyer, IReadOnlyList<(string Method, bool ByBuyer, CallFault Fault)> Faults, OrderState Ends);
}
