using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Platform.Orders.Api;
using Platform.Orders.V1;
using Order = Platform.Orders.Domain.Order;

namespace Platform.Orders.Events;

/// <summary>What others hear of orders.</summary>
internal static class OrderEvents
{
    /// <summary>The event of an order that came into another state, as JSON.</summary>
    public static byte[] Changed(Order order) => Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(new OrderChanged
    {
        EventId = $"{order.Id}-{order.Revision}",
        Order = OrderNames.Of(order.Id),
        Buyer = order.Buyer,
        State = OrderMapper.ToProto(order.State),
        Parts = { order.Lines.Select(line => new V1.Order.Types.Part { Sku = line.Sku, Quantity = line.Quantity }) },
        Time = Timestamp.FromDateTimeOffset(order.UpdateTime),
        ConfirmTime = order.ConfirmTime is { } time ? Timestamp.FromDateTimeOffset(time) : null,
    }));
}
