using Platform.Hosting.Failures;

namespace Platform.Orders.Domain;

/// <summary>Sending an order, in as many shipments as it takes.</summary>
internal static class OrderShipping
{
    /// <summary>What was not sent yet.</summary>
    public static IReadOnlyList<OrderPart> Unshipped(this Order order) =>
        [.. order.Lines
            .Select(line => new OrderPart(line.Sku, line.Quantity - Count(order.Shipments.SelectMany(shipment => shipment.Parts), line.Sku)))
            .Where(part => part.Quantity > 0)];

    /// <summary>What was not sent yet, where it lies.</summary>
    public static IReadOnlyList<Allocation> UnshippedAllocations(this Order order) =>
        [.. Pick(order, order.Unshipped()).SelectMany(pick => pick.Parts, (pick, part) => new Allocation(part.Sku, pick.Warehouse, part.Quantity))];

    /// <summary>The order after some of it was sent: one shipment for each warehouse that has items.</summary>
    /// <param name="order">The order.</param>
    /// <param name="parts">What was sent; none for all that is left.</param>
    /// <param name="shipmentId">What the ids of the shipments begin with.</param>
    /// <param name="carrier">Who carries it.</param>
    /// <param name="trackingNumber">How the carrier names it.</param>
    /// <param name="now">When.</param>
    /// <exception cref="FailedPreconditionException">ORDER_STATE; SHIPPED_ALREADY: less is left.</exception>
    public static Order Ship(
        this Order order, IReadOnlyList<OrderPart> parts, string shipmentId, string carrier, string trackingNumber, DateTimeOffset now)
    {
        var unshipped = order.Unshipped();
        var sent = parts.Count > 0 ? parts : unshipped;
        order.RequireLines(sent);
        if (sent.FirstOrDefault(part => part.Quantity > Count(unshipped, part.Sku)) is { } tooMany)
        {
            throw new FailedPreconditionException("SHIPPED_ALREADY", "Less than that is left to send.") { Facts = { ["sku"] = tooMany.Sku } };
        }

        var isLast = unshipped.Sum(part => part.Quantity) == sent.Sum(part => part.Quantity);
        var shipments = Pick(order, sent).Select((pick, index) => new Shipment
        {
            Id = $"{shipmentId}-{index + 1}",
            Parts = pick.Parts,
            Warehouse = pick.Warehouse,
            Carrier = carrier,
            TrackingNumber = trackingNumber,
            ShipTime = now,
        });
        return order.After(isLast ? OrderEvent.LastShipped : OrderEvent.SomeShipped, now, "SHIPPED") with { Shipments = [.. order.Shipments, .. shipments] };
    }

    /// <summary>The order after a shipment arrived.</summary>
    /// <exception cref="NotFoundException">There is no such shipment.</exception>
    public static Order Deliver(this Order order, string shipmentId, DateTimeOffset now)
    {
        var shipment = order.Shipments.FirstOrDefault(each => each.Id == shipmentId)
            ?? throw new NotFoundException("SHIPMENT_NOT_FOUND", "There is no such shipment.");
        if (shipment.DeliverTime is not null)
        {
            return order;
        }

        var shipments = order.Shipments.Select(each => each == shipment ? shipment with { DeliverTime = now } : each).ToList();
        var isLast = order.Unshipped().Count == 0 && shipments.TrueForAll(each => each.DeliverTime is not null);
        return order.After(isLast ? OrderEvent.LastDelivered : OrderEvent.SomeDelivered, now, "DELIVERED") with { Shipments = shipments };
    }

    /// <summary>How many of an item are in some parts.</summary>
    public static int Count(IEnumerable<OrderPart> parts, string sku) => parts.Where(part => part.Sku == sku).Sum(part => part.Quantity);

    /// <summary>Refuses parts that the order doesn't have.</summary>
    /// <exception cref="InvalidArgumentException">A SKU is not in the order.</exception>
    public static void RequireLines(this Order order, IEnumerable<OrderPart> parts)
    {
        if (parts.Any(part => order.Lines.All(line => line.Sku != part.Sku)))
        {
            throw new InvalidArgumentException("parts", "must be items of the order");
        }
    }

    /// <summary>Which warehouse sends what: they send what they set aside, the first one first.</summary>
    private static IEnumerable<(string Warehouse, IReadOnlyList<OrderPart> Parts)> Pick(Order order, IReadOnlyList<OrderPart> sent)
    {
        var picks = new List<(string Warehouse, OrderPart Part)>();
        foreach (var part in sent)
        {
            var wanted = part.Quantity;
            foreach (var allocation in order.Allocations.Where(allocation => allocation.Sku == part.Sku))
            {
                var gone = Count(order.Shipments.Where(shipment => shipment.Warehouse == allocation.Warehouse).SelectMany(shipment => shipment.Parts), part.Sku);
                var picked = Math.Min(wanted, allocation.Quantity - gone);
                wanted -= picked;
                if (picked > 0)
                {
                    picks.Add((allocation.Warehouse, new OrderPart(part.Sku, picked)));
                }
            }
        }

        return picks.GroupBy(pick => pick.Warehouse, (warehouse, group) => (warehouse, (IReadOnlyList<OrderPart>)[.. group.Select(pick => pick.Part)]));
    }
}
