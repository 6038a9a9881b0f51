using Platform.Hosting.Access;
using Platform.Rides.Domain;

namespace Platform.Rides.Api;

/// <summary>Who may see and change which rides: the rider and the driver theirs, admins see all.</summary>
internal static class RideAccess
{
    private const string Admin = "admin";

    public static bool MaySee(this Principal caller, Ride ride) => caller.IsRiderOf(ride) || caller.IsDriverOf(ride) || caller.HasRole(Admin);

    public static bool IsRiderOf(this Principal caller, Ride ride) => caller.IsOwner(ride.Rider);

    public static bool IsDriverOf(this Principal caller, Ride ride) => ride.Assignment is { } assignment && caller.IsOwner(RideNames.UserOf(assignment.Driver));
}
