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

    /// <summary>A ride is not what it was. Without the start code: the driver listens too.</summary>
    public Task ChangedAsync(Ride ride, CancellationToken cancellationToken) =>
        PublishAsync(ride.Id, "ride.changed", RideMapper.ToProto(ride), $"changed-{ride.Revision}", cancellationToken);

    /// <summary>The driver moved.</summary>
    public Task MovedAsync(string rideId, RideMoved moved, CancellationToken cancellationToken) =>
        PublishAsync(rideId, "ride.moved", moved, $"moved-{moved.Time?.Seconds}-{moved.Time?.Nanos}", cancellationToken);

    private async Task PublishAsync(string rideId, string type, IMessage data, string eventId, CancellationToken cancellationToken)
    {
        try
        {
            await publisher.PublishAsync([new RealtimeEvent(RideNames.Of(rideId), type, data) { EventId = eventId }], cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(rideId, failure.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A change of ride {Ride} could not be shown ({Failure}).")]
    private partial void LogFailed(string ride, string failure);
}
