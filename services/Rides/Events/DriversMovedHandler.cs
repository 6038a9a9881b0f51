using Google.Protobuf.WellKnownTypes;
using Platform.Drivers.V1;
using Platform.Messaging;
using Platform.Rides.Api;
using Platform.Rides.Tracking;
using Platform.Rides.V1;

namespace Platform.Rides.Events;

/// <summary>Shows the parties of rides where they are and how long they still take.</summary>
internal sealed class DriversMovedHandler(RideTracker tracker, RideRealtime realtime) : ITopicHandler<DriversMoved>
{
    public const string Topic = "drivers-driver-moved";

    private const int FullCircle = 360;

    public async Task HandleAsync(DriversMoved message, CancellationToken cancellationToken)
    {
        var moves = message.Moves.Select(FromProto).OfType<RideMove>().ToList();
        var tracked = await tracker.MovedAsync(moves, cancellationToken);
        if (tracked.Count > 0)
        {
            await realtime.MovedAsync([.. tracked.Select(each => (each.Move.RideId, ToProto(each.Move, each.Position)))], cancellationToken);
        }
    }

    private static RideMove? FromProto(DriversMoved.Types.Move move) =>
        RideNames.TryGetId(move.Ride, out var id) && Points.IsPoint(move.Location) && move.Time is not null
            ? new RideMove(id, move.Driver, Points.ToDomain(move.Location), move.HeadingDegrees, move.Time.ToDateTimeOffset())
            : null;

    private static RideMoved ToProto(RideMove move, RidePosition position) => new()
    {
        Ride = RideNames.Of(move.RideId),
        Location = Points.ToProto(position.Location),
        HeadingDegrees = double.IsFinite(move.HeadingDegrees) ? (int)Math.Round(move.HeadingDegrees) % FullCircle : 0,
        Eta = Duration.FromTimeSpan(position.Eta),
        DistanceMeters = position.MetersLeft,
        Time = Timestamp.FromDateTimeOffset(position.Time),
    };
}
