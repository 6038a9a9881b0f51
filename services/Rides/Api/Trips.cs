using Google.Protobuf.WellKnownTypes;
using Platform.Geography;
using Platform.Hosting.Failures;
using Platform.Monetary;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Offers;
using Platform.Rides.Ports;
using Platform.Rides.Storage;
using Platform.Rides.Tracking;
using Platform.Rides.V1;
using Platform.Rides.Workflows;
using Ride = Platform.Rides.Domain.Ride;

namespace Platform.Rides.Api;

/// <summary>What riders and drivers do with a ride.</summary>
internal sealed class Trips(IRideStore rides, Estimator estimator, IDrivers drivers, RideSagas sagas, RideTracker tracker, TimeProvider clock)
{
    // Drivers stop where they can: so near to the dropoff is there.
    private const double ElsewhereKm = 0.5;

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Gives a ride to a driver who accepted an offer. Calls no other service before it has decided.</summary>
    /// <returns>Whether it is the driver's.</returns>
    public async Task<bool> ClaimAsync(string rideId, string driver, string offerId, CancellationToken cancellationToken)
    {
        var isGranted = false;
        try
        {
            await rides.ChangeAsync(
                rideId,
                ride =>
                {
                    (var claimed, isGranted) = ride.Claim(driver, offerId, Now);
                    return claimed;
                },
                cancellationToken);
        }
        catch (NotFoundException)
        {
            return false;
        }

        if (isGranted && OfferIds.MatchingOf(offerId) is { } matching)
        {
            await sagas.AnswerAsync(matching, new MatchingAnswer(offerId, IsFinal: true), cancellationToken);
        }

        return isGranted;
    }

    public async Task<Ride> CancelAsync(Ride seen, bool byDriver, CancellationToken cancellationToken)
    {
        var tariff = seen.Quote.Tariff;
        var ride = await rides.ChangeAsync(
            seen.Id,
            ride => !byDriver ? ride.CancelByRider(tariff, Now)
                // Given back by an earlier call, and perhaps somebody else's by now.
                : ride.Assignment?.OfferId != seen.Assignment?.OfferId ? ride
                : ride.CancelByDriver(tariff, Now),
            cancellationToken);
        await sagas.GoOnAsync(ride, cancellationToken);
        return ride;
    }

    public Task<Ride> ArriveAsync(Ride seen, CancellationToken cancellationToken) => ChangeAsync(seen, ride => ride.Arrive(Now), cancellationToken);

    /// <exception cref="InvalidArgumentException">WRONG_CODE.</exception>
    public async Task<Ride> StartAsync(Ride seen, string code, CancellationToken cancellationToken)
    {
        var isRight = false;
        var ride = await ChangeAsync(
            seen,
            ride =>
            {
                (var started, isRight) = ride.Start(code, Now);
                return started;
            },
            cancellationToken);
        if (!isRight)
        {
            throw new InvalidArgumentException("start_code", "is not the one that the rider has", "WRONG_CODE");
        }

        await drivers.StartTripAsync(ride.Assignment!.Driver, ride.Id, cancellationToken);
        return ride;
    }

    public Task<Ride> RenewCodeAsync(Ride seen, CancellationToken cancellationToken) =>
        rides.ChangeAsync(seen.Id, ride => ride.RenewCode(StartCodes.New(), Now), cancellationToken);

    public async Task<Ride> ChangeDropoffAsync(Ride seen, GeoPoint dropoff, CancellationToken cancellationToken)
    {
        if (seen.Dropoff == dropoff)
        {
            return seen;
        }

        var quote = await estimator.RequoteAsync(seen, dropoff, cancellationToken);
        return await rides.ChangeAsync(seen.Id, ride => ride.ChangeDropoff(dropoff, quote, Now), cancellationToken);
    }

    public async Task<Ride> CompleteAsync(Ride seen, CompleteRideRequest request, CancellationToken cancellationToken)
    {
        var tariff = seen.Quote.Tariff;
        var tolls = Money.TryFromProto(request.Tolls, out var paid) ? paid : Money.Zero(tariff.Currency);
        var end = request.Location is { } location ? Points.ToDomain(location) : seen.Dropoff;
        var elsewhere = end.DistanceKm(seen.Dropoff) > ElsewhereKm ? (await estimator.RequoteAsync(seen, end, cancellationToken)).Fare : null;
        var ride = await ChangeAsync(seen, ride => ride.Complete(tariff, elsewhere, tolls, Now), cancellationToken);
        await sagas.GoOnAsync(ride, cancellationToken);
        return ride;
    }

    public async Task<Ride> RateAsync(Ride seen, bool byRider, int stars, CancellationToken cancellationToken)
    {
        var ride = await rides.ChangeAsync(seen.Id, ride => ride.Rate(byRider, stars, Now), cancellationToken);
        if (byRider)
        {
            // Sent again with the same stars it tells the drivers again, who count a ride once.
            await drivers.RateAsync(ride.Assignment!.Driver, ride.Id, stars, cancellationToken);
        }

        return ride;
    }

    /// <summary>The message of a ride, with the position of its vehicle.</summary>
    public async Task<V1.Ride> WithPositionAsync(Ride ride, V1.Ride message, CancellationToken cancellationToken)
    {
        if (!ride.HasEnded && message.Assignment is { } assignment && await tracker.FindAsync(ride.Id, cancellationToken) is { } position)
        {
            assignment.Location = Points.ToProto(position.Location);
            assignment.Eta = Duration.FromTimeSpan(position.Eta);
            assignment.LocationTime = Timestamp.FromDateTimeOffset(position.Time);
        }

        return message;
    }

    // The driver may have lost the ride since it was read.
    private Task<Ride> ChangeAsync(Ride seen, Func<Ride, Ride> change, CancellationToken cancellationToken) =>
        rides.ChangeAsync(
            seen.Id,
            ride => ride.Assignment?.OfferId == seen.Assignment?.OfferId ? change(ride) : throw RideStore.Unknown(seen.Id),
            cancellationToken);
}
