using System.Text.Json.Serialization;
using Platform.Hosting.Failures;
using Platform.Monetary;

namespace Platform.Orders.Domain;

/// <summary>An order. It changes by <see cref="OrderTransitions"/> only.</summary>
internal sealed record Order
{
    /// <summary>The id: also the id of its reservation, its payment and its checkout workflow.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Buyer { get; init; }

    /// <summary>A hash of the request that made it.</summary>
    public required string Fingerprint { get; init; }

    public OrderState State { get; init; }

    public required Address Address { get; init; }

    public IReadOnlyList<OrderLine> Lines { get; init; } = [];

    /// <summary>What it costs; null before the checkout priced it.</summary>
    public OrderTotals? Totals { get; init; }

    /// <summary>Which warehouses have the items.</summary>
    public IReadOnlyList<Allocation> Allocations { get; init; } = [];

    public OrderFailure? Failure { get; init; }

    public IReadOnlyList<Shipment> Shipments { get; init; } = [];

    public IReadOnlyList<OrderReturn> Returns { get; init; } = [];

    public IReadOnlyList<Refund> Refunds { get; init; } = [];

    public IReadOnlyList<HandledRequest> Requests { get; init; } = [];

    public IReadOnlyList<HistoryEntry> History { get; init; } = [];

    public required DateTimeOffset CreateTime { get; init; }

    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>When the checkout ended well; null for one that did not.</summary>
    public DateTimeOffset? ConfirmTime { get; init; }

    /// <summary>How often the provider refused to give the money back when everything was undone.</summary>
    public int RefusedUndos { get; init; }

    /// <summary>Grows with every change.</summary>
    public int Revision { get; init; }

    /// <summary>How much money went back.</summary>
    [JsonIgnore]
    public Money? Refunded => Totals is { } totals ? Money.Sum(totals.Total.Currency, Refunds.Where(refund => refund.IsDone).Select(refund => refund.Amount)) : null;

    /// <summary>How much money neither went back nor is on its way.</summary>
    [JsonIgnore]
    public Money Refundable => Priced.Total - Money.Sum(Priced.Total.Currency, Refunds.Select(refund => refund.Amount));

    /// <summary>Whether the checkout has ended, one way or the other.</summary>
    [JsonIgnore]
    public bool IsCheckedOut => ConfirmTime is not null || RefusedUndos > 0 || State is OrderState.Failed or OrderState.Canceled;

    private OrderTotals Priced => Totals ?? throw new InvalidOperationException("The order has no price yet.");

    /// <summary>The order after an event.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="now">When.</param>
    /// <param name="name">What the history calls it, UPPER_SNAKE.</param>
    /// <exception cref="FailedPreconditionException">ORDER_STATE: it cannot happen now.</exception>
    public Order After(OrderEvent what, DateTimeOffset now, string name)
    {
        var next = OrderTransitions.After(State, what)
            ?? throw new FailedPreconditionException("ORDER_STATE", "The order is not in a state for this.") { Facts = { ["state"] = State.ToString() } };
        return this with
        {
            State = next,
            UpdateTime = now,
            Revision = Revision + 1,
            History = [.. History, new HistoryEntry(now, next, name)],
        };
    }

    /// <summary>Whether a request changed the order before.</summary>
    /// <exception cref="InvalidArgumentException">REQUEST_ID_REUSED: another request had that id.</exception>
    public bool HasHandled(HandledRequest? request) =>
        request is not null && Requests.FirstOrDefault(each => each.Id == request.Id) is { } handled
        && (handled.Fingerprint == request.Fingerprint
            ? true
            : throw new InvalidArgumentException("request_id", "was used for a different request", "REQUEST_ID_REUSED"));

    /// <summary>The order with a request that changed it.</summary>
    public Order Handled(HandledRequest? request) => request is null ? this : this with { Requests = [.. Requests, request] };

    /// <summary>The order without a request that came to nothing: it may be sent again.</summary>
    public Order Forgotten(HandledRequest? request) =>
        request is null ? this : this with { Requests = [.. Requests.Where(each => each.Id != request.Id)] };
}
