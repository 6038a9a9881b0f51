using Google.Protobuf.WellKnownTypes;
using Platform.Drivers.V1;
using Platform.Messaging;
using Platform.Rides.Api;
using Platform.Rides.Tracking;
using Platform.Rides.V1;

namespace Platform.Rides.Events;

/// <summary>Shows the parties of a ride where it is and how long it still takes.</summary>
internal sealed class DriverMovedHandler(RideTracker tracker, RideRealtime realtime) : ITopicHandler<DriverMoved>
{
    public const string Topic = "drivers-driver-moved";

    private const int FullCircle = 360;

    public async Task HandleAsync(DriverMoved message, CancellationToken cancellationToken)
    {
        if (!RideNames.TryGetId(message.Ride, out var id) || !Points.IsPoint(message.Location) || message.Time is null
            || await tracker.MovedAsync(id, message.Driver, Points.ToDomain(message.Location), message.Time.ToDateTimeOffset(), cancellationToken) is not { } position)
        {
            return;
        }

        var moved = new RideMoved
        {
            Ride = message.Ride,
            Location = message.Location,
            HeadingDegrees = double.IsFinite(message.HeadingDegrees) ? (int)Math.Round(message.HeadingDegrees) % FullCircle : 0,
            Eta = Duration.FromTimeSpan(position.Eta),
            DistanceMeters = position.MetersLeft,
            Time = message.Time,
        };
        await realtime.MovedAsync(id, moved, cancellationToken);
    }
}
