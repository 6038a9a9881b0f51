using Grpc.Core;
using Platform.Orders.V1;
using Platform.Testing;
using static Platform.Orders.Tests.Api.OrdersFixture;
using OrderState = Platform.Orders.V1.Order.Types.State;

namespace Platform.Orders.Tests.Api;

public sealed class OrderLifeApiTests(OrdersFixture orders) : IClassFixture<OrdersFixture>
{
    [Fact]
    public async Task Cancel_ConfirmedOrder_GivesBackMoneyAndStock()
    {
        var order = await orders.CheckoutAsync("canceler", OrderState.Confirmed);

        var canceled = await orders.Client.CancelOrderAsync(new CancelOrderRequest { Name = order.Name }, By("canceler"));
        var again = await orders.Client.CancelOrderAsync(new CancelOrderRequest { Name = order.Name }, By("canceler"));

        (canceled.State, canceled.Refunded, again.State).ShouldBe((OrderState.Canceled, order.Totals.Total, OrderState.Canceled));
        (orders.Shop.Buyer("canceler").Held, orders.Shop.Buyer("canceler").Charged.Amount).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Cancel_ProviderKeepsTheMoney_SaysSoUntilItIsCanceledAgain()
    {
        var order = await orders.CheckoutAsync("owed", OrderState.Confirmed);
        var buyer = orders.Shop.Buyer("owed");
        buyer.Before = call => call == "RefundPayment" ? throw new Platform.Orders.Domain.CheckoutRefusedException("REFUND_FAILED") : Task.CompletedTask;

        await orders.Client.CancelOrderAsync(new CancelOrderRequest { Name = order.Name }, By("owed"));
        var owed = await orders.AwaitAsync(order.Name, "owed", OrderState.CancelFailed);
        await orders.Client.CancelOrderAsync(new CancelOrderRequest { Name = order.Name }, Staff);
        var stillOwed = await orders.AwaitAsync(order.Name, "owed", OrderState.CancelFailed);
        (owed.Failure.Reason, buyer.Held, buyer.Charged.IsZero, owed.Refunded.Units).ShouldBe(("REFUND_FAILED", 0, false, 0));
        stillOwed.History.Count.ShouldBe(owed.History.Count + 2);

        buyer.Before = _ => Task.CompletedTask;
        await orders.Client.CancelOrderAsync(new CancelOrderRequest { Name = order.Name }, Staff);
        var canceled = await orders.AwaitAsync(order.Name, "owed", OrderState.Canceled);

        (canceled.Refunded, canceled.Failure.Reason, buyer.Charged.IsZero).ShouldBe((order.Totals.Total, "CANCELED", true));
    }

    [Fact]
    public async Task Cancel_ShippedOrder_Fails()
    {
        var order = await orders.CheckoutAsync("late", OrderState.Confirmed);
        await orders.Client.ShipOrderAsync(new ShipOrderRequest { Name = order.Name, Parts = { new Order.Types.Part { Sku = "a", Quantity = 1 } } }, Staff);

        var reason = await orders.Client.CancelOrderAsync(new CancelOrderRequest { Name = order.Name }, By("late")).ShouldFailAsync(StatusCode.FailedPrecondition);

        reason.ShouldBe("ORDER_STATE");
        orders.Shop.Buyer("late").Held.ShouldBe(1);
    }

    [Fact]
    public async Task Refund_SentAgain_GivesNothingMore()
    {
        var order = await orders.CheckoutAsync("refunded", OrderState.Confirmed);
        var request = new RefundOrderRequest { Name = order.Name, Amount = Usd(5), RequestId = "r1" };

        var once = await orders.Client.RefundOrderAsync(request, Staff);
        var twice = await orders.Client.RefundOrderAsync(request, Staff);

        (once.Refunded, twice.Refunded, twice.State).ShouldBe((Usd(5), Usd(5), OrderState.Confirmed));
        orders.Shop.Buyer("refunded").Charged.ToProto().ShouldBe(Usd(32, 71));
        request.Amount = Usd(6);
        (await orders.Client.RefundOrderAsync(request, Staff).ShouldFailAsync(StatusCode.InvalidArgument)).ShouldBe("REQUEST_ID_REUSED");
        request = new RefundOrderRequest { Name = order.Name, Amount = Usd(33) };
        (await orders.Client.RefundOrderAsync(request, Staff).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("REFUND_TOO_LARGE");
        (await orders.Client.RefundOrderAsync(new RefundOrderRequest { Name = order.Name }, Staff)).State.ShouldBe(OrderState.Refunded);
        orders.Shop.Buyer("refunded").Charged.IsZero.ShouldBeTrue();
        // Nothing was sent, and nothing will be.
        await Eventually.AssertAsync(() => orders.Shop.Buyer("refunded").Restocked.Values.Sum().ShouldBe(order.Lines.Sum(line => line.Quantity)));
    }

    [Fact]
    public async Task Refund_ProviderRefuses_CanBeAskedForAgain()
    {
        var order = await orders.CheckoutAsync("refused", OrderState.Confirmed);
        var shop = orders.Shop.Buyer("refused");
        (shop.FaultyCall, shop.Fault) = ("RefundPayment", Fakes.Fault.Refused);
        var request = new RefundOrderRequest { Name = order.Name, Amount = Usd(5), RequestId = "r1" };

        (await orders.Client.RefundOrderAsync(request, Staff).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("REFUSED");
        shop.FaultyCall = null;

        (await orders.Client.RefundOrderAsync(request, Staff)).Refunded.ShouldBe(Usd(5));
    }

    [Fact]
    public async Task Order_ShippedDeliveredAndReturned_GivesBackWhatCameBack()
    {
        var order = await orders.CheckoutAsync("returner", OrderState.Confirmed);
        var shop = orders.Shop.Buyer("returner");

        var ship = new ShipOrderRequest { Name = order.Name, Carrier = "DHL", TrackingNumber = "42", RequestId = "s1" };
        await orders.Client.ShipOrderAsync(ship, Staff);
        var shipped = await orders.Client.ShipOrderAsync(ship, Staff);
        shipped.State.ShouldBe(OrderState.Shipped);
        var shipment = shipped.Shipments.ShouldHaveSingleItem();

        var delivered = await orders.Client.DeliverShipmentAsync(new DeliverShipmentRequest { Name = order.Name, ShipmentId = shipment.ShipmentId }, Staff);
        delivered.State.ShouldBe(OrderState.Delivered);

        var back = new ReturnOrderRequest { Name = order.Name, Parts = { new Order.Types.Part { Sku = "b", Quantity = 1 } }, Reason = "too big", RequestId = "b1" };
        await orders.Client.ReturnOrderAsync(back, By("returner"));
        var asked = (await orders.Client.ReturnOrderAsync(back, By("returner"))).Returns.ShouldHaveSingleItem();
        var receive = new ReceiveReturnRequest { Name = order.Name, ReturnId = asked.ReturnId };
        await orders.Client.ReceiveReturnAsync(receive, Staff);
        var received = await orders.Client.ReceiveReturnAsync(receive, Staff);

        // 10.00 and its tax of 0.63.
        received.Refunded.ShouldBe(Usd(10, 63));
        shop.Charged.ToProto().ShouldBe(Usd(27, 8));
        shop.Restocked.Values.ShouldBe([1]);
        received.History.Select(entry => entry.Event).ShouldBe(
        [
            "CHECKOUT_STARTED", "PAYMENT_AUTHORIZED", "ORDER_CONFIRMED", "SHIPPED", "DELIVERED", "RETURN_REQUESTED", "RETURN_RECEIVED", "REFUNDED",
        ]);
    }

    [Fact]
    public async Task PackingSlip_OfAnOrder_IsHtmlWithNothingUnescaped()
    {
        var order = await orders.CheckoutAsync("slip", OrderState.Confirmed);

        var slip = await orders.Client.GetPackingSlipAsync(new GetPackingSlipRequest { Name = order.Name }, By("slip"));

        slip.ContentType.ShouldBe("text/html; charset=utf-8");
        slip.Data.ToStringUtf8().ShouldContain("1 &lt;Main&gt; St<br>TX 73301<br>US");
        slip.Data.ToStringUtf8().ShouldContain("""<td>a</td><td>A</td><td class="number">2</td>""");
    }

    private static Google.Type.Money Usd(long units, int cents = 0) => new() { CurrencyCode = "USD", Units = units, Nanos = cents * 10_000_000 };
}
