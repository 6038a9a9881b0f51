using Platform.Orders.Domain.Pricing;

namespace Platform.Orders.Domain;

/// <summary>What a checkout does to an order.</summary>
internal static class OrderCheckout
{
    /// <summary>The reason of an order that its buyer canceled.</summary>
    public const string Canceled = "CANCELED";

    /// <summary>The reason of an order that is undone but for its money, which the provider does not give back.</summary>
    public const string RefundFailed = "REFUND_FAILED";

    /// <summary>A new order.</summary>
    public static Order Open(string id, string buyer, Address address, string fingerprint, DateTimeOffset now) => new()
    {
        Id = id,
        Buyer = buyer,
        Address = address,
        Fingerprint = fingerprint,
        CreateTime = now,
        UpdateTime = now,
        Revision = 1,
        History = [new HistoryEntry(now, OrderState.Pending, "CHECKOUT_STARTED")],
    };

    /// <summary>Refuses to go on with an order that is being canceled.</summary>
    /// <exception cref="CheckoutRefusedException">CANCELED.</exception>
    public static Order RequireWanted(this Order order) =>
        order.State is OrderState.Cancelling or OrderState.Canceled or OrderState.CancelFailed ? throw new CheckoutRefusedException(Canceled) : order;

    /// <summary>The order with what it costs.</summary>
    public static Order Record(this Order order, Quote quote, IReadOnlyList<Allocation> allocations, DateTimeOffset now) =>
        order.Totals is not null
            ? order
            : order.After(OrderEvent.Recorded, now, "PAYMENT_AUTHORIZED") with { Lines = quote.Lines, Totals = quote.Totals, Allocations = allocations };

    /// <summary>The order that waits for its buyer.</summary>
    public static Order AskForAction(this Order order, string url, DateTimeOffset now) =>
        order.State == OrderState.ActionRequired
            ? order
            : order.After(OrderEvent.ActionAsked, now, "PAYMENT_ACTION_REQUIRED") with
            {
                Failure = new OrderFailure("PAYMENT_ACTION_REQUIRED", new Dictionary<string, string> { ["url"] = url }),
            };

    /// <summary>The order whose buyer did what was asked for.</summary>
    public static Order ActionTaken(this Order order, DateTimeOffset now) =>
        order.State == OrderState.Pending ? order : order.After(OrderEvent.ActionTaken, now, "PAYMENT_CONFIRMED") with { Failure = null };

    /// <summary>The order that is paid.</summary>
    public static Order Confirm(this Order order, DateTimeOffset now) =>
        order.ConfirmTime is not null ? order : order.After(OrderEvent.CheckedOut, now, "ORDER_CONFIRMED") with { ConfirmTime = now };

    /// <summary>The order whose checkout is undone: failed, or canceled where its buyer wanted that.</summary>
    public static Order Fail(this Order order, OrderFailure failure, DateTimeOffset now)
    {
        if (order.IsCheckedOut)
        {
            return order;
        }

        var isCanceled = order.State == OrderState.Cancelling;
        return order.After(OrderEvent.CheckoutUndone, now, isCanceled ? "ORDER_CANCELED" : "ORDER_FAILED") with
        {
            Failure = isCanceled ? new OrderFailure(Canceled, new Dictionary<string, string>()) : failure,
        };
    }

    /// <summary>The order that is being canceled.</summary>
    public static Order AskToCancel(this Order order, DateTimeOffset now) =>
        order.State is OrderState.Cancelling or OrderState.Canceled ? order : order.After(OrderEvent.CancelAsked, now, "CANCEL_REQUESTED");

    /// <summary>The order that is being canceled; as it is where this attempt to cancel it has ended already.</summary>
    /// <param name="order">The order.</param>
    /// <param name="attempt">Which attempt: how often the refund had been refused when it began.</param>
    /// <param name="now">The time.</param>
    public static Order AskToCancel(this Order order, int attempt, DateTimeOffset now) => order.RefusedUndos == attempt ? order.AskToCancel(now) : order;

    /// <summary>The order that is undone but for its money.</summary>
    public static Order OweRefund(this Order order, DateTimeOffset now) =>
        order.State == OrderState.CancelFailed
            ? order
            : order.After(OrderEvent.RefundOwed, now, "REFUND_FAILED") with
            {
                RefusedUndos = order.RefusedUndos + 1,
                Failure = new OrderFailure(RefundFailed, new Dictionary<string, string>()),
            };

    /// <summary>The order that was confirmed and is canceled: all of its money is back.</summary>
    public static Order Cancel(this Order order, DateTimeOffset now)
    {
        if (order.State == OrderState.Canceled)
        {
            return order;
        }

        // A refund under way when the cancellation began finds nothing left, or was faster: the sum is the same.
        var done = order.Refunds.Where(refund => refund.IsDone).ToList();
        var rest = order.Totals!.Total - order.Refunded!.Value;
        return order.After(OrderEvent.CancelDone, now, "ORDER_CANCELED") with
        {
            Refunds = rest.IsZero ? done : [.. done, new Refund("cancel", rest, IsDone: true)],
            Failure = new OrderFailure(Canceled, new Dictionary<string, string>()),
        };
    }
}
