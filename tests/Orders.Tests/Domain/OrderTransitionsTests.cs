using Platform.Orders.Domain;

namespace Platform.Orders.Tests.Domain;

public sealed class OrderTransitionsTests
{
    // Written down once more, by state, in the words of the README: what is not here cannot happen.
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["Pending"] = "Recorded>Pending ActionAsked>ActionRequired CheckedOut>Confirmed CheckoutUndone>Failed CancelAsked>Cancelling RefundOwed>CancelFailed",
        ["ActionRequired"] = "ActionTaken>Pending CheckoutUndone>Failed CancelAsked>Cancelling",
        ["Confirmed"] = "CancelAsked>Cancelling SomeShipped>PartiallyShipped LastShipped>Shipped RefundBegun>Confirmed SomeRefunded>Confirmed "
            + "LastRefunded>Refunded RefundRefused>Confirmed",
        ["PartiallyShipped"] = "SomeShipped>PartiallyShipped LastShipped>Shipped SomeDelivered>PartiallyShipped ReturnAsked>PartiallyShipped "
            + "ReturnReceived>PartiallyShipped RefundBegun>PartiallyShipped SomeRefunded>PartiallyShipped LastRefunded>Refunded RefundRefused>PartiallyShipped",
        ["Shipped"] = "SomeDelivered>Shipped LastDelivered>Delivered ReturnAsked>Shipped ReturnReceived>Shipped RefundBegun>Shipped SomeRefunded>Shipped "
            + "LastRefunded>Refunded RefundRefused>Shipped",
        ["Delivered"] = "ReturnAsked>Delivered ReturnReceived>Delivered RefundBegun>Delivered SomeRefunded>Delivered LastRefunded>Refunded RefundRefused>Delivered",
        ["Failed"] = "",
        ["Cancelling"] = "CancelAsked>Cancelling CheckoutUndone>Canceled CancelDone>Canceled SomeRefunded>Cancelling LastRefunded>Cancelling RefundRefused>Cancelling "
            + "RefundOwed>CancelFailed",
        ["CancelFailed"] = "CancelAsked>Cancelling SomeRefunded>CancelFailed LastRefunded>CancelFailed RefundRefused>CancelFailed",
        ["Canceled"] = "CancelAsked>Canceled",
        ["Refunded"] = "SomeDelivered>Refunded LastDelivered>Refunded ReturnReceived>Refunded RefundRefused>Refunded",
    };

    [Fact]
    public void After_EveryStateAndEvent_IsWhatTheReadmeSays()
    {
        foreach (var state in Enum.GetValues<OrderState>())
        {
            var expected = Expected[state.ToString()].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split('>')).ToDictionary(each => each[0], each => each[1]);
            foreach (var what in Enum.GetValues<OrderEvent>())
            {
                (OrderTransitions.After(state, what)?.ToString()).ShouldBe(expected.GetValueOrDefault(what.ToString()), $"{state} {what}");
            }
        }
    }

    [Fact]
    public void After_AnyEvents_NeverLeavesAFailedOrder() =>
        Enum.GetValues<OrderEvent>().ShouldAllBe(what => OrderTransitions.After(OrderState.Failed, what) == null);
}
