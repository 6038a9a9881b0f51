using System.Collections.Frozen;
using static Platform.Orders.Domain.OrderEvent;
using static Platform.Orders.Domain.OrderState;

namespace Platform.Orders.Domain;

/// <summary>The state machine of orders: what is not in this table cannot happen.</summary>
internal static class OrderTransitions
{
    private static readonly FrozenDictionary<(OrderState From, OrderEvent Event), OrderState> Table = new[]
    {
        ((Pending, Recorded), Pending),
        ((Pending, ActionAsked), ActionRequired),
        ((Pending, CheckedOut), Confirmed),
        ((Pending, CheckoutUndone), Failed),
        ((Pending, CancelAsked), Cancelling),
        ((Pending, RefundOwed), CancelFailed),

        ((ActionRequired, ActionTaken), Pending),
        ((ActionRequired, CheckoutUndone), Failed),
        ((ActionRequired, CancelAsked), Cancelling),

        ((Confirmed, CancelAsked), Cancelling),
        ((Confirmed, SomeShipped), PartiallyShipped),
        ((Confirmed, LastShipped), Shipped),
        ((Confirmed, RefundBegun), Confirmed),
        ((Confirmed, SomeRefunded), Confirmed),
        ((Confirmed, LastRefunded), Refunded),
        ((Confirmed, RefundRefused), Confirmed),

        ((PartiallyShipped, SomeShipped), PartiallyShipped),
        ((PartiallyShipped, LastShipped), Shipped),
        ((PartiallyShipped, SomeDelivered), PartiallyShipped),
        ((PartiallyShipped, ReturnAsked), PartiallyShipped),
        ((PartiallyShipped, ReturnReceived), PartiallyShipped),
        ((PartiallyShipped, RefundBegun), PartiallyShipped),
        ((PartiallyShipped, SomeRefunded), PartiallyShipped),
        ((PartiallyShipped, LastRefunded), Refunded),
        ((PartiallyShipped, RefundRefused), PartiallyShipped),

        ((Shipped, SomeDelivered), Shipped),
        ((Shipped, LastDelivered), Delivered),
        ((Shipped, ReturnAsked), Shipped),
        ((Shipped, ReturnReceived), Shipped),
        ((Shipped, RefundBegun), Shipped),
        ((Shipped, SomeRefunded), Shipped),
        ((Shipped, LastRefunded), Refunded),
        ((Shipped, RefundRefused), Shipped),

        ((Delivered, ReturnAsked), Delivered),
        ((Delivered, ReturnReceived), Delivered),
        ((Delivered, RefundBegun), Delivered),
        ((Delivered, SomeRefunded), Delivered),
        ((Delivered, LastRefunded), Refunded),
        ((Delivered, RefundRefused), Delivered),

        // A checkout that was canceled undoes what it did and then the order is canceled, whatever else went wrong with it.
        ((Cancelling, CancelAsked), Cancelling),
        ((Cancelling, CheckoutUndone), Canceled),
        ((Cancelling, CancelDone), Canceled),
        // Begun before the cancellation, which gives back what is left in any case.
        ((Cancelling, SomeRefunded), Cancelling),
        ((Cancelling, LastRefunded), Cancelling),
        ((Cancelling, RefundRefused), Cancelling),
        ((Cancelling, RefundOwed), CancelFailed),

        // Until the money is back; whoever has seen to it cancels again.
        ((CancelFailed, CancelAsked), Cancelling),
        ((CancelFailed, SomeRefunded), CancelFailed),
        ((CancelFailed, LastRefunded), CancelFailed),
        ((CancelFailed, RefundRefused), CancelFailed),

        ((Canceled, CancelAsked), Canceled),

        // What was on its way when the last of the money went back.
        ((Refunded, SomeDelivered), Refunded),
        ((Refunded, LastDelivered), Refunded),
        ((Refunded, ReturnReceived), Refunded),
        ((Refunded, RefundRefused), Refunded),
    }.ToFrozenDictionary(entry => entry.Item1, entry => entry.Item2);

    /// <summary>The state that comes of an event; null where the event cannot happen.</summary>
    public static OrderState? After(OrderState state, OrderEvent what) => Table.TryGetValue((state, what), out var next) ? next : null;
}
