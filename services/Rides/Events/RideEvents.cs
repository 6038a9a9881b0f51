using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Platform.Rides.Api;
using Platform.Rides.V1;
using Ride = Platform.Rides.Domain.Ride;

namespace Platform.Rides.Events;

/// <summary>What others hear of rides.</summary>
internal static class RideEvents
{
    /// <summary>The topic of calls for help.</summary>
    public const string SosTopic = "rides-sos-raised";

    /// <summary>The event of a ride that came into another state, as JSON.</summary>
    public static byte[] Changed(Ride ride) => Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(new RideChanged
    {
        EventId = $"{ride.Id}-{ride.Revision}",
        Ride = RideNames.Of(ride.Id),
        Rider = ride.Rider,
        Driver = ride.Assignment?.Driver ?? "",
        State = RideMapper.ToProto(ride.State),
        Time = Timestamp.FromDateTimeOffset(ride.UpdateTime),
    }));

    /// <summary>The event of the last call for help.</summary>
    public static SosRaised Raised(Ride ride) => new()
    {
        EventId = $"{ride.Id}-{ride.Revision}",
        Ride = RideNames.Of(ride.Id),
        User = ride.Sos[^1].User,
        Location = ride.Sos[^1].Location is { } location ? Points.ToProto(location) : null,
        Time = Timestamp.FromDateTimeOffset(ride.Sos[^1].Time),
    };
}
