using Google.Protobuf;
using Platform.Messaging.Realtime;
using Platform.Rides.Api;
using Platform.Rides.V1;
using Ride = Platform.Rides.Domain.Ride;

namespace Platform.Rides.Events;

/// <summary>
/// Shows both parties of a ride what becomes of it, on <c>rides/{ride}</c>. A courtesy: when it cannot be published the change stands, and is read through the API.
/// </summary>
internal sealed partial class RideRealtime(IRealtimePublisher publisher, ILogger<RideRealtime> logger)
{
    public const string ChannelKind = "rides";

    /// <summary>A ride is not what it was. Without the start code: the driver listens too. Who drove before hears nothing any more.</summary>
    public Task ChangedAsync(Ride before, Ride ride, CancellationToken cancellationToken)
    {
        var changed = EventOf(ride.Id, "ride.changed", RideMapper.ToProto(ride), $"changed-{ride.Revision}");
        return before.Assignment is { } lost && lost.Driver != ride.Assignment?.Driver
            ? PublishAsync([RealtimeEvent.Revoke(changed.Channel, RideNames.UserOf(lost.Driver), $"revoked-{ride.Revision}"), changed], cancellationToken)
            : PublishAsync([changed], cancellationToken);
    }

    /// <summary>Drivers moved.</summary>
    public Task MovedAsync(IReadOnlyList<(string RideId, RideMoved Moved)> moves, CancellationToken cancellationToken) => PublishAsync(
        [.. moves.Select(each => EventOf(each.RideId, "ride.moved", each.Moved, $"moved-{each.Moved.Time?.Seconds}-{each.Moved.Time?.Nanos}"))], cancellationToken);

    private static RealtimeEvent EventOf(string rideId, string type, IMessage data, string eventId) => new(RideNames.Of(rideId), type, data) { EventId = eventId };

    private async Task PublishAsync(IReadOnlyList<RealtimeEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            await publisher.PublishAsync(events, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(events.Count, events[0].Channel, failure.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} changes, of {Channel} first, could not be shown ({Failure}).")]
    private partial void LogFailed(int count, string channel, string failure);
}
