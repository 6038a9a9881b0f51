using Platform.Hosting.Failures;
using Platform.Monetary;

namespace Platform.Orders.Domain;

/// <summary>Money that goes back, with returned items or without.</summary>
internal static class OrderRefunds
{
    /// <summary>How long after their arrival items can be sent back.</summary>
    public static readonly TimeSpan ReturnPeriod = TimeSpan.FromDays(30);

    // Keeps orders small; each refund is one of the provider's too.
    private const int MaxRefunds = 100;
    private const int MaxReturns = 100;

    /// <summary>The order with a refund under way.</summary>
    /// <param name="order">The order.</param>
    /// <param name="refundId">Names the refund.</param>
    /// <param name="amount">How much; null for all that is left.</param>
    /// <param name="now">When.</param>
    /// <exception cref="FailedPreconditionException">ORDER_STATE; REFUND_TOO_LARGE: less is left; TOO_MANY_REFUNDS.</exception>
    /// <exception cref="InvalidArgumentException">The amount is in another currency, or no whole minor units, or nothing.</exception>
    public static Order BeginRefund(this Order order, string refundId, Money? amount, DateTimeOffset now)
    {
        var begun = order.After(OrderEvent.RefundBegun, now, "REFUND_STARTED");
        var left = order.Refundable;
        var refunded = amount ?? left;
        if (refunded.Currency != left.Currency || !refunded.IsMinor || (amount is not null && !refunded.IsPositive))
        {
            throw new InvalidArgumentException("amount", $"must be a positive amount of {left.Currency} in whole minor units");
        }

        if (refunded > left || !refunded.IsPositive)
        {
            throw new FailedPreconditionException("REFUND_TOO_LARGE", "Less than that is left to give back.") { Facts = { ["left"] = left.ToString() } };
        }

        return order.Refunds.Count < MaxRefunds
            ? begun with { Refunds = [.. order.Refunds, new Refund(refundId, refunded)] }
            : throw new FailedPreconditionException("TOO_MANY_REFUNDS", "The order has too many refunds.");
    }

    /// <summary>The order after the money of a refund went back; as it is where it has no such refund under way.</summary>
    public static Order EndRefund(this Order order, string refundId, DateTimeOffset now)
    {
        if (order.Refunds.FirstOrDefault(each => each.Id == refundId && !each.IsDone) is not { } refund)
        {
            return order;
        }

        var isLast = order.Refunded + refund.Amount == order.Totals!.Total;
        return order.After(isLast ? OrderEvent.LastRefunded : OrderEvent.SomeRefunded, now, "REFUNDED") with
        {
            Refunds = [.. order.Refunds.Select(each => each == refund ? refund with { IsDone = true } : each)],
        };
    }

    /// <summary>The order after the provider refused a refund; as it is where it has no such refund under way.</summary>
    public static Order DropRefund(this Order order, string refundId, DateTimeOffset now) =>
        order.Refunds.FirstOrDefault(each => each.Id == refundId && !each.IsDone) is { } refund
            ? order.After(OrderEvent.RefundRefused, now, "REFUND_REFUSED") with { Refunds = [.. order.Refunds.Where(each => each != refund)] }
            : order;

    /// <summary>The order with a return that was asked for.</summary>
    /// <exception cref="FailedPreconditionException">ORDER_STATE: not that many have arrived; RETURN_TOO_LATE; TOO_MANY_RETURNS.</exception>
    public static Order AskForReturn(this Order order, IReadOnlyList<OrderPart> parts, string returnId, string reason, DateTimeOffset now)
    {
        var asked = order.After(OrderEvent.ReturnAsked, now, "RETURN_REQUESTED");
        order.RequireLines(parts);
        foreach (var part in parts)
        {
            order.RequireReturnable(part, now);
        }

        return order.Returns.Count < MaxReturns
            ? asked with { Returns = [.. order.Returns, new OrderReturn { Id = returnId, Parts = parts, Reason = reason, RequestTime = now }] }
            : throw new FailedPreconditionException("TOO_MANY_RETURNS", "The order has too many returns.");
    }

    /// <summary>The order after a return arrived, with the refund of what came back under way where money is left.</summary>
    /// <exception cref="NotFoundException">There is no such return.</exception>
    public static Order ReceiveReturn(this Order order, string returnId, string refundId, DateTimeOffset now)
    {
        var returned = order.Returns.FirstOrDefault(each => each.Id == returnId)
            ?? throw new NotFoundException("RETURN_NOT_FOUND", "There is no such return.");
        if (returned.ReceiveTime is not null)
        {
            return order;
        }

        var received = order.After(OrderEvent.ReturnReceived, now, "RETURN_RECEIVED") with
        {
            Returns = [.. order.Returns.Select(each => each == returned ? returned with { ReceiveTime = now } : each)],
        };
        var (cost, left) = (order.CostOf(returned), order.Refundable);
        var amount = cost < left ? cost : left;
        return amount.IsPositive ? received with { Refunds = [.. order.Refunds, new Refund(refundId, amount)] } : received;
    }

    /// <summary>What the items of a return cost; the shipping does not come back.</summary>
    private static Money CostOf(this Order order, OrderReturn returned) =>
        Money.Sum(order.Totals!.Total.Currency, returned.Parts.Select(part =>
        {
            var before = OrderShipping.Count(order.Returns.Where(each => each.ReceiveTime is not null).SelectMany(each => each.Parts), part.Sku);
            return order.Lines.Single(line => line.Sku == part.Sku).CostOf(before, part.Quantity);
        }));

    private static void RequireReturnable(this Order order, OrderPart part, DateTimeOffset now)
    {
        var arrived = order.Shipments.Where(shipment => shipment.DeliverTime is not null).ToList();
        var inTime = arrived.Where(shipment => now - shipment.DeliverTime <= ReturnPeriod);
        var before = OrderShipping.Count(order.Returns.SelectMany(each => each.Parts), part.Sku);
        if (part.Quantity > OrderShipping.Count(arrived.SelectMany(shipment => shipment.Parts), part.Sku) - before)
        {
            throw new FailedPreconditionException("ORDER_STATE", "Not that many have arrived.") { Facts = { ["sku"] = part.Sku } };
        }

        if (part.Quantity > OrderShipping.Count(inTime.SelectMany(shipment => shipment.Parts), part.Sku) - before)
        {
            throw new FailedPreconditionException("RETURN_TOO_LATE", "The time to send it back is over.") { Facts = { ["sku"] = part.Sku } };
        }
    }
}
