using Platform.Hosting.Failures;
using Platform.Orders.Domain;
using static Platform.Orders.Tests.Domain.TestOrders;

namespace Platform.Orders.Tests.Domain;

public sealed class OrderLifeTests
{
    [Fact]
    public void AskToCancel_AttemptThatHasEnded_ChangesNothing()
    {
        var refused = Confirmed().AskToCancel(0, Now).OweRefund(Now);

        refused.AskToCancel(0, Now).ShouldBeSameAs(refused);
        refused.AskToCancel(1, Now).State.ShouldBe(OrderState.Cancelling);
    }

    [Fact]
    public void Ship_Everything_MakesAShipmentForEachWarehouse()
    {
        var order = Confirmed().Ship([], "s", "DHL", "1", Now);

        order.State.ShouldBe(OrderState.Shipped);
        order.Shipments.Select(shipment => (shipment.Id, shipment.Warehouse, Text(shipment.Parts))).ShouldBe([("s-1", "east", "2a"), ("s-2", "west", "1a 1b")]);
    }

    [Fact]
    public void Ship_Twice_SendsTheRest()
    {
        var some = Confirmed().Ship([new OrderPart("a", 2)], "s", "", "", Now);
        var all = some.Ship([], "t", "", "", Now);

        (some.State, Text(some.Unshipped())).ShouldBe((OrderState.PartiallyShipped, "1a 1b"));
        (all.State, all.Unshipped().Count, all.Shipments[1].Warehouse).ShouldBe((OrderState.Shipped, 0, "west"));
    }

    [Theory]
    [InlineData("a", 2, "SHIPPED_ALREADY")]
    [InlineData("b", 2, "SHIPPED_ALREADY")]
    public void Ship_MoreThanIsLeft_Fails(string sku, int quantity, string reason)
    {
        var order = Confirmed().Ship([new OrderPart("a", 2)], "s", "", "", Now);

        Should.Throw<FailedPreconditionException>(() => order.Ship([new OrderPart(sku, quantity)], "t", "", "", Now)).Reason.ShouldBe(reason);
    }

    [Fact]
    public void Ship_ItemOfNoLine_IsInvalid() =>
        Should.Throw<InvalidArgumentException>(() => Confirmed().Ship([new OrderPart("z", 1)], "s", "", "", Now));

    [Fact]
    public void Deliver_LastShipment_DeliversTheOrder()
    {
        var shipped = Confirmed().Ship([], "s", "", "", Now);

        var first = shipped.Deliver("s-1", Now);
        var second = first.Deliver("s-2", Now);

        (first.State, second.State).ShouldBe((OrderState.Shipped, OrderState.Delivered));
        second.Deliver("s-2", Now).ShouldBeSameAs(second);
        Should.Throw<NotFoundException>(() => second.Deliver("s-3", Now));
    }

    [Fact]
    public void Refund_InParts_EndsRefundedAndNeverGivesMoreThanWasPaid()
    {
        var order = Confirmed();
        var total = order.Totals!.Total;

        var some = order.BeginRefund("r1", Usd(5), Now).EndRefund("r1", Now);
        var all = some.BeginRefund("r2", amount: null, Now);

        (some.State, some.Refunded).ShouldBe((OrderState.Confirmed, Usd(5)));
        Should.Throw<FailedPreconditionException>(() => some.BeginRefund("r", total - Usd(4.99m), Now)).Reason.ShouldBe("REFUND_TOO_LARGE");
        Should.Throw<FailedPreconditionException>(() => all.BeginRefund("r", Usd(0.01m), Now)).Reason.ShouldBe("REFUND_TOO_LARGE");
        (all.EndRefund("r2", Now).State, all.EndRefund("r2", Now).Refunded).ShouldBe((OrderState.Refunded, total));
        (all.DropRefund("r2", Now).State, all.DropRefund("r2", Now).Refundable).ShouldBe((OrderState.Confirmed, total - Usd(5)));
    }

    [Theory]
    [InlineData("EUR", "5")]
    [InlineData("USD", "0")]
    [InlineData("USD", "-1")]
    [InlineData("USD", "0.001")]
    public void Refund_OfNoAmount_IsInvalid(string currency, string amount)
    {
        var money = new Monetary.Money(currency, decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture));

        Should.Throw<InvalidArgumentException>(() => Confirmed().BeginRefund("r", money, Now));
    }

    [Fact]
    public void Return_OfAllItems_GivesBackAllButTheShipping()
    {
        var order = Delivered();

        var one = order.AskForReturn([new OrderPart("a", 1)], "b1", "", Now).ReceiveReturn("b1", "p1", Now).EndRefund("p1", Now);
        var rest = one.AskForReturn([new OrderPart("a", 2), new OrderPart("b", 1)], "b2", "", Now).ReceiveReturn("b2", "p2", Now).EndRefund("p2", Now);

        // 10.00 + 6.25 % = 10.625, cut from 31.88 for three: 10.63.
        one.Refunded.ShouldBe(Usd(10.63m));
        rest.Refunded.ShouldBe(order.Totals!.Total - order.Totals.Shipping - order.Totals.Shipping.Share(0.0625m));
        rest.ReceiveReturn("b2", "p2", Now).ShouldBeSameAs(rest);
    }

    [Fact]
    public void Return_OfWhatCannotComeBack_Fails()
    {
        var order = Delivered().AskForReturn([new OrderPart("a", 2)], "b1", "", Now);

        Should.Throw<FailedPreconditionException>(() => order.AskForReturn([new OrderPart("a", 2)], "b2", "", Now)).Reason.ShouldBe("ORDER_STATE");
        Should.Throw<FailedPreconditionException>(() => Confirmed().AskForReturn([new OrderPart("a", 1)], "b2", "", Now)).Reason.ShouldBe("ORDER_STATE");
        Should.Throw<FailedPreconditionException>(() => order.AskForReturn([new OrderPart("a", 1)], "b2", "", Now + OrderRefunds.ReturnPeriod + TimeSpan.FromTicks(1)))
            .Reason.ShouldBe("RETURN_TOO_LATE");
        order.AskForReturn([new OrderPart("a", 1)], "b2", "", Now + OrderRefunds.ReturnPeriod).Returns.Count.ShouldBe(2);
    }

    [Fact]
    public void Cancel_WithARefundUnderWay_GivesBackWhatWasPaidOnce()
    {
        var order = Confirmed().BeginRefund("r1", Usd(5), Now).AskToCancel(Now);

        order.Cancel(Now).Refunded.ShouldBe(order.Totals!.Total);
        order.EndRefund("r1", Now).Cancel(Now).Refunded.ShouldBe(order.Totals.Total);
        order.Cancel(Now).EndRefund("r1", Now).Refunded.ShouldBe(order.Totals.Total);
    }

    [Fact]
    public void Fail_OfACheckoutThatIsCanceled_IsCanceled()
    {
        var failure = new OrderFailure("OUT_OF_STOCK", new Dictionary<string, string>());

        Pending().Fail(failure, Now).State.ShouldBe(OrderState.Failed);
        Pending().AskToCancel(Now).Fail(failure, Now).ShouldSatisfyAllConditions(
            order => order.State.ShouldBe(OrderState.Canceled), order => order.Failure!.Reason.ShouldBe("CANCELED"));
        Should.Throw<FailedPreconditionException>(() => Pending().Fail(failure, Now).AskToCancel(Now));
    }

    private static Order Delivered() => Confirmed().Ship([], "s", "", "", Now).Deliver("s-1", Now).Deliver("s-2", Now);

    private static string Text(IEnumerable<OrderPart> parts) => string.Join(' ', parts.Select(part => $"{part.Quantity}{part.Sku}"));
}
