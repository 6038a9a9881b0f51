using Google.Protobuf.WellKnownTypes;
using Platform.Orders.Domain;
using Platform.Orders.V1;
using Order = Platform.Orders.Domain.Order;

namespace Platform.Orders.Api;

/// <summary>Orders as messages.</summary>
internal static class OrderMapper
{
    public static V1.Order ToProto(Order order) => new()
    {
        Name = OrderNames.Of(order.Id),
        Buyer = order.Buyer,
        State = ToProto(order.State),
        Lines = { order.Lines.Select(ToProto) },
        Totals = order.Totals is { } totals ? ToProto(totals) : null,
        Refunded = order.Refunded?.ToProto(),
        ShippingAddress = AddressMapper.ToProto(order.Address),
        Failure = order.Failure is { } failure ? new V1.Order.Types.Failure { Reason = failure.Reason, Facts = { failure.Facts.ToDictionary() } } : null,
        Shipments = { order.Shipments.Select(ToProto) },
        Returns = { order.Returns.Select(ToProto) },
        History = { order.History.Select(entry => new V1.Order.Types.HistoryEntry { Time = ToProto(entry.Time), State = ToProto(entry.State), Event = entry.Event }) },
        CreateTime = ToProto(order.CreateTime),
        UpdateTime = ToProto(order.UpdateTime),
        Etag = order.Revision.ToString(),
    };

    public static Totals ToProto(OrderTotals totals) => new()
    {
        Subtotal = totals.Subtotal.ToProto(),
        Discount = totals.Discount.ToProto(),
        Shipping = totals.Shipping.ToProto(),
        Tax = totals.Tax.ToProto(),
        Total = totals.Total.ToProto(),
    };

    public static V1.Order.Types.State ToProto(OrderState state) => state switch
    {
        OrderState.Pending => V1.Order.Types.State.Pending,
        OrderState.ActionRequired => V1.Order.Types.State.ActionRequired,
        OrderState.Confirmed => V1.Order.Types.State.Confirmed,
        OrderState.PartiallyShipped => V1.Order.Types.State.PartiallyShipped,
        OrderState.Shipped => V1.Order.Types.State.Shipped,
        OrderState.Delivered => V1.Order.Types.State.Delivered,
        OrderState.Failed => V1.Order.Types.State.Failed,
        OrderState.Cancelling => V1.Order.Types.State.Cancelling,
        OrderState.Canceled => V1.Order.Types.State.Canceled,
        OrderState.Refunded => V1.Order.Types.State.Refunded,
        OrderState.CancelFailed => V1.Order.Types.State.CancelFailed,
        _ => V1.Order.Types.State.Unspecified,
    };

    private static V1.Order.Types.Line ToProto(OrderLine line) => new()
    {
        Sku = line.Sku,
        Title = line.Title,
        Quantity = line.Quantity,
        UnitPrice = line.UnitPrice.ToProto(),
        Amount = line.Amount.ToProto(),
        Discount = line.Discount.ToProto(),
        Tax = line.Tax.ToProto(),
    };

    private static V1.Order.Types.Shipment ToProto(Shipment shipment) => new()
    {
        ShipmentId = shipment.Id,
        Parts = { shipment.Parts.Select(ToProto) },
        Warehouse = shipment.Warehouse,
        Carrier = shipment.Carrier,
        TrackingNumber = shipment.TrackingNumber,
        ShipTime = ToProto(shipment.ShipTime),
        DeliverTime = ToProto(shipment.DeliverTime),
    };

    private static V1.Order.Types.Return ToProto(OrderReturn returned) => new()
    {
        ReturnId = returned.Id,
        Parts = { returned.Parts.Select(ToProto) },
        Reason = returned.Reason,
        RequestTime = ToProto(returned.RequestTime),
        ReceiveTime = ToProto(returned.ReceiveTime),
    };

    private static V1.Order.Types.Part ToProto(OrderPart part) => new() { Sku = part.Sku, Quantity = part.Quantity };

    private static Timestamp? ToProto(DateTimeOffset? time) => time is { } value ? Timestamp.FromDateTimeOffset(value) : null;
}
