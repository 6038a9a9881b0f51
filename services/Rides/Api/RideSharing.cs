using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;
using Platform.Hosting.Failures;
using Platform.Messaging;
using Platform.Rides.Domain;
using Platform.Rides.Events;
using Platform.Rides.Ports;
using Platform.Rides.Storage;
using Platform.Rides.Tracking;
using Platform.Rides.V1;
using Ride = Platform.Rides.Domain.Ride;

namespace Platform.Rides.Api;

/// <summary>Links by which others follow a ride, and calls for help.</summary>
internal sealed class RideSharing(
    IRideStore rides, ILinks links, RideTracker tracker, EventPublisher events, IOptions<RidesOptions> options, TimeProvider clock)
{
    // The short link outlives every ride; what it leads to does not.
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShownAfterEnd = TimeSpan.FromHours(1);

    /// <summary>Makes the link of a ride, or finds it.</summary>
    /// <exception cref="FailedPreconditionException">RIDE_STATE: it has ended.</exception>
    public async Task<ShareRideResponse> ShareAsync(Ride seen, CancellationToken cancellationToken)
    {
        var ride = await rides.ChangeAsync(seen.Id, Open, cancellationToken);
        if (ride.ShareUrl.Length == 0)
        {
            var expireTime = (ride.PickupTime ?? ride.CreateTime) + LinkLifetime;
            var url = await links.ShortenAsync($"{options.Value.PublicUrl}/v1/{RideNames.SharedOf(ride.ShareToken)}", expireTime, "share-" + ride.Id, cancellationToken);
            ride = await rides.ChangeAsync(ride.Id, now => now.ShareUrl.Length > 0 ? now : now.Changed(clock.GetUtcNow()) with { ShareUrl = url }, cancellationToken);
        }

        return new ShareRideResponse { Url = ride.ShareUrl, SharedRide = RideNames.SharedOf(ride.ShareToken) };
    }

    /// <summary>A shared ride as those see it who have its link.</summary>
    /// <exception cref="NotFoundException">There is none, or no more.</exception>
    public async Task<SharedRide> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (RideNames.FindShared(name) is not { } shared
            || await rides.FindAsync(shared.RideId, cancellationToken) is not { } ride
            || ride.ShareToken != shared.Token
            || ride.EndTime + ShownAfterEnd < clock.GetUtcNow())
        {
            throw new NotFoundException("SHARED_RIDE_NOT_FOUND", "There is no such ride, or it has ended.");
        }

        var position = ride.HasEnded ? null : await tracker.FindAsync(ride.Id, cancellationToken);
        return new SharedRide
        {
            Name = name,
            State = RideMapper.ToProto(ride.State),
            Pickup = Points.ToProto(ride.Pickup),
            Dropoff = Points.ToProto(ride.Dropoff),
            Vehicle = ride.Assignment?.Vehicle ?? "",
            Location = position is null ? null : Points.ToProto(position.Location),
            Eta = position is null ? null : Duration.FromTimeSpan(position.Eta),
            LocationTime = position is null ? null : Timestamp.FromDateTimeOffset(position.Time),
        };
    }

    /// <summary>Keeps a call for help and tells others of it.</summary>
    public async Task<Ride> RaiseSosAsync(Ride seen, string user, RaiseSosRequest request, CancellationToken cancellationToken)
    {
        var sos = new Sos(user, request.Location is { } location ? Points.ToDomain(location) : null, request.Message, clock.GetUtcNow());
        var ride = await rides.ChangeAsync(seen.Id, ride => ride.CallForHelp(sos, sos.Time), cancellationToken);
        await events.PublishAsync(RideEvents.SosTopic, RideEvents.Raised(ride), cancellationToken);
        return ride;
    }

    private Ride Open(Ride ride) =>
        ride.HasEnded ? throw new FailedPreconditionException("RIDE_STATE", "The ride has ended.") { Facts = { ["state"] = ride.State.ToString() } }
        : ride.ShareToken.Length > 0 ? ride
        : ride.Changed(clock.GetUtcNow()) with { ShareToken = RideNames.NewShareToken(ride.Id) };
}
