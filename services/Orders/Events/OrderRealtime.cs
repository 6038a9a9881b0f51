using Platform.Messaging.Realtime;
using Platform.Orders.Api;
using Platform.Orders.Domain;

namespace Platform.Orders.Events;

/// <summary>
/// Shows buyers what becomes of their orders, on <c>orders/{order}</c>. A courtesy: when it cannot be published the change stands, and is read through the
/// API.
/// </summary>
internal sealed partial class OrderRealtime(IRealtimePublisher publisher, ILogger<OrderRealtime> logger)
{
    public const string ChannelKind = "orders";

    /// <summary>An order is not what it was.</summary>
    public async Task ChangedAsync(Order order, CancellationToken cancellationToken)
    {
        try
        {
            var change = new RealtimeEvent(OrderNames.Of(order.Id), "order.changed", OrderMapper.ToProto(order)) { EventId = $"changed-{order.Revision}" };
            await publisher.PublishAsync([change], cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(order.Id, failure.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A change of order {Order} could not be shown ({Failure}).")]
    private partial void LogFailed(string order, string failure);
}
