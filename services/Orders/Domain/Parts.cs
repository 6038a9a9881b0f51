using Platform.Monetary;

namespace Platform.Orders.Domain;

/// <summary>A number of one item.</summary>
internal sealed record OrderPart(string Sku, int Quantity);

/// <summary>A line of an order, at its prices.</summary>
internal sealed record OrderLine
{
    public required string Sku { get; init; }

    public required string Title { get; init; }

    public required int Quantity { get; init; }

    public required Money UnitPrice { get; init; }

    /// <summary>What all of them cost, before discount and tax.</summary>
    public required Money Amount { get; init; }

    /// <summary>Their part of the discount.</summary>
    public required Money Discount { get; init; }

    /// <summary>Their tax.</summary>
    public required Money Tax { get; init; }

    /// <summary>
    /// What the units from <paramref name="first"/> on cost, discount and tax included. Cut so that all units together cost what the line costs, to the cent.
    /// </summary>
    public Money CostOf(int first, int count)
    {
        var cost = Amount - Discount + Tax;
        return UpTo(first + count) - UpTo(first);

        Money UpTo(int units) => (cost * units).Share(1m / Quantity);
    }
}

/// <summary>What an order costs.</summary>
internal sealed record OrderTotals(Money Subtotal, Money Discount, Money Shipping, Money Tax, Money Total);

/// <summary>Why an order failed, or what it waits for.</summary>
/// <param name="Reason">UPPER_SNAKE.</param>
/// <param name="Facts">More about it.</param>
internal sealed record OrderFailure(string Reason, IReadOnlyDictionary<string, string> Facts);

/// <summary>Items that a warehouse has for the order.</summary>
internal sealed record Allocation(string Sku, string Warehouse, int Quantity);

/// <summary>Something sent.</summary>
internal sealed record Shipment
{
    public required string Id { get; init; }

    public required IReadOnlyList<OrderPart> Parts { get; init; }

    public required string Warehouse { get; init; }

    public required string Carrier { get; init; }

    public required string TrackingNumber { get; init; }

    public required DateTimeOffset ShipTime { get; init; }

    public DateTimeOffset? DeliverTime { get; init; }
}

/// <summary>Something sent back.</summary>
internal sealed record OrderReturn
{
    public required string Id { get; init; }

    public required IReadOnlyList<OrderPart> Parts { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset RequestTime { get; init; }

    public DateTimeOffset? ReceiveTime { get; init; }
}

/// <summary>Money that goes back.</summary>
/// <param name="Id">Names it within the payment.</param>
/// <param name="Amount">How much.</param>
/// <param name="IsDone">Whether it is back.</param>
internal sealed record Refund(string Id, Money Amount, bool IsDone = false);

/// <summary>Something that happened.</summary>
internal sealed record HistoryEntry(DateTimeOffset Time, OrderState State, string Event);

/// <summary>A request that changed the order: sent again it changes nothing.</summary>
internal sealed record HandledRequest(string Id, string Fingerprint);
