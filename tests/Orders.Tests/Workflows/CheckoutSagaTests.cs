using Platform.Orders.Tests.Api;
using Platform.Orders.Tests.Fakes;
using Platform.Orders.V1;
using Platform.Orders.Workflows;
using static Platform.Orders.Tests.Api.OrdersFixture;
using OrderState = Platform.Orders.V1.Order.Types.State;

namespace Platform.Orders.Tests.Workflows;

/// <summary>Every step of a checkout, and every way in which it can go wrong: all is done once, or all is undone.</summary>
public sealed class CheckoutSagaTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    private static readonly string[] Calls = ["GetCart", "ReserveStock", "AuthorizePayment", "CommitStock", "CapturePayment", "ClearCart"];

    // Refusing to give back is no answer, and neither is keeping the cart: those are tried until it goes.
    public static TheoryData<string, Fault> AllFaults => [.. Calls.SelectMany(call => Enum.GetValues<Fault>()
        .Where(fault => call != "ClearCart" || fault is Fault.ErrorOnce or Fault.LostOnce)
        .Select(fault => (call, fault)))];

    [Theory]
    [MemberData(nameof(AllFaults))]
    public async Task Checkout_CallGoesWrong_DoesAllOnceOrUndoesAll(string call, Fault fault)
    {
        var buyer = $"{call}-{fault}";
        orders.Shop.Buyer(buyer).FaultyCall = call;
        orders.Shop.Buyer(buyer).Fault = fault;
        var isTransient = fault is Fault.ErrorOnce or Fault.LostOnce;

        var order = await orders.CheckoutAsync(buyer, isTransient ? OrderState.Confirmed : OrderState.Failed);

        orders.Shop.Buyer(buyer).Faults.ShouldBePositive();
        if (isTransient)
        {
            ShouldBeDoneOnce(order, buyer);
        }
        else
        {
            ShouldBeUndone(order, buyer);
            order.Failure.Reason.ShouldBe(fault == Fault.Refused ? "REFUSED" : "UNAVAILABLE");
        }
    }

    [Theory]
    [InlineData("ReleaseStock", Fault.ErrorOnce)]
    [InlineData("ReleaseStock", Fault.LostOnce)]
    [InlineData("VoidPayment", Fault.ErrorOnce)]
    [InlineData("VoidPayment", Fault.LostOnce)]
    public async Task Checkout_CompensationGoesWrong_IsTriedUntilItSucceeds(string compensation, Fault fault)
    {
        var buyer = $"{compensation}-{fault}";
        var shop = orders.Shop.Buyer(buyer);
        (shop.FaultyCall, shop.Fault) = (compensation, fault);
        shop.Before = call => call == "CapturePayment" ? throw new Platform.Orders.Domain.CheckoutRefusedException("PAYMENT_DECLINED") : Task.CompletedTask;

        var order = await orders.CheckoutAsync(buyer, OrderState.Failed);

        shop.Faults.ShouldBe(1);
        ShouldBeUndone(order, buyer);
    }

    [Fact]
    public async Task Checkout_ProviderKeepsTheMoney_UndoesTheRestAndSaysSo()
    {
        var shop = orders.Shop.Buyer("kept");
        (shop.FaultyCall, shop.Fault) = ("CapturePayment", Fault.LostAlways);
        shop.Before = call => call == "RefundPayment" ? throw new Platform.Orders.Domain.CheckoutRefusedException("REFUND_FAILED") : Task.CompletedTask;

        var order = await orders.CheckoutAsync("kept", OrderState.CancelFailed);

        (order.Failure.Reason, shop.Held, shop.Charged.IsZero).ShouldBe(("REFUND_FAILED", 0, false));
        shop.Before = _ => Task.CompletedTask;
        await orders.Client.CancelOrderAsync(new CancelOrderRequest { Name = order.Name }, By("kept"));
        ShouldBeUndone(await orders.AwaitAsync(order.Name, "kept", OrderState.Canceled), "kept");
    }

    [Fact]
    public void AllSteps_EveryOne_NamesWhatUndoesItOrWhyNothingMust() =>
        CheckoutSaga.AllSteps.ShouldAllBe(step => (step.Compensation == null) != (step.Because == null));

    [Fact]
    public async Task Checkout_NothingGoesWrong_IsConfirmedAtTheRightPrice()
    {
        var order = await orders.CheckoutAsync("fine", OrderState.Confirmed);

        ShouldBeDoneOnce(order, "fine");
        // 30.00, less than 500 g to Texas within 300 km: 5.49; 6.25 % of 20.00, 10.00 and 5.49: 1.25 + 0.63 + 0.34.
        order.Totals.Total.ShouldBe(new Google.Type.Money { CurrencyCode = "USD", Units = 37, Nanos = 710_000_000 });
    }

    [Theory]
    [InlineData("gone", 10, "NOT_SOLD")]
    [InlineData("hidden", 10, "NOT_SOLD")]
    [InlineData("dear", 10, "PRICE_CHANGED")]
    [InlineData(null, 0, "EMPTY_CART")]
    public async Task Checkout_CartCannotBeBought_FailsWithAReason(string? sku, int price, string reason)
    {
        var buyer = "cart-" + sku;
        orders.Shop.Buyer(buyer).Cart = sku is null ? [] : [new Platform.Orders.Ports.CartItem(sku, 1, Domain.TestOrders.Usd(price))];

        var order = await orders.CheckoutAsync(buyer, OrderState.Failed);

        order.Failure.Reason.ShouldBe(reason);
        orders.Shop.Buyer(buyer).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task Checkout_BuyerHasToAct_WaitsAndGoesOn()
    {
        var order = await orders.CheckoutAsync("slow", OrderState.ActionRequired, "tok_3ds");
        order.Failure.Facts["url"].ShouldBe("https://bank");

        orders.Shop.Buyer("slow").HasActed = true;
        await orders.TellPaymentChangedAsync(order.Name);

        ShouldBeDoneOnce(await orders.AwaitAsync(order.Name, "slow", OrderState.Confirmed), "slow");
    }

    [Fact]
    public async Task Cancel_WhileTheBuyerHasToAct_UndoesAll()
    {
        var order = await orders.CheckoutAsync("undecided", OrderState.ActionRequired, "tok_3ds");

        var canceled = await orders.Client.CancelOrderAsync(new CancelOrderRequest { Name = order.Name }, By("undecided"));

        canceled.State.ShouldBe(OrderState.Canceled);
        ShouldBeUndone(canceled, "undecided");
    }

    [Theory]
    [InlineData("ReserveStock")]
    [InlineData("AuthorizePayment")]
    [InlineData("CommitStock")]
    [InlineData("CapturePayment")]
    public async Task Cancel_DuringAStep_UndoesAll(string step)
    {
        var buyer = "cancels-" + step;
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        orders.Shop.Buyer(buyer).Before = call =>
        {
            if (call != step)
            {
                return Task.CompletedTask;
            }

            reached.TrySetResult();
            return goOn.Task;
        };
        var order = await orders.Client.CheckoutOrderAsync(Request(), By(buyer));
        await reached.Task.WaitAsync(Platform.Testing.Eventually.Patience);

        var cancelling = orders.Client.CancelOrderAsync(new CancelOrderRequest { Name = order.Name }, By(buyer));
        await orders.AwaitAsync(order.Name, buyer, OrderState.Cancelling);
        goOn.SetResult();

        await cancelling;
        ShouldBeUndone(await orders.AwaitAsync(order.Name, buyer, OrderState.Canceled), buyer);
    }

    private void ShouldBeDoneOnce(Order order, string buyer)
    {
        var shop = orders.Shop.Buyer(buyer);
        order.Failure.ShouldBeNull();
        (shop.Held, shop.Committed, shop.Cart.Count).ShouldBe((1, 1, 0));
        shop.Charged.ToProto().ShouldBe(order.Totals.Total);
    }

    private void ShouldBeUndone(Order order, string buyer)
    {
        var shop = orders.Shop.Buyer(buyer);
        order.Failure.ShouldNotBeNull();
        (shop.Held, shop.Charged.Amount, shop.SetAside.Amount).ShouldBe((0, 0, 0));
    }
}
