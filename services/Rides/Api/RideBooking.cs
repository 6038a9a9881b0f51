using Microsoft.Extensions.Options;
using Platform.Geography;
using Platform.Hosting.Failures;
using Platform.Rides.Domain;
using Platform.Rides.Events;
using Platform.Rides.Storage;
using Platform.Rides.V1;
using Platform.Rides.Workflows;
using Platform.State.Idempotency;
using Ride = Platform.Rides.Domain.Ride;

namespace Platform.Rides.Api;

/// <summary>Estimates and asks for rides.</summary>
internal sealed class RideBooking(
    IRideStore rides, Estimator estimator, QuoteStore quotes, RideDemand demand, RideSagas sagas, IOptions<RidesOptions> options, TimeProvider clock)
{
    // Who stands a few steps further when they order gets the price all the same.
    private const double SamePlaceKm = 0.1;

    /// <summary>Quotes, which are good for a while.</summary>
    public async Task<Estimate> EstimateAsync(GeoPoint pickup, GeoPoint dropoff, string vehicleClass, CancellationToken cancellationToken)
    {
        var estimate = await estimator.EstimateAsync(pickup, dropoff, vehicleClass, cancellationToken);
        await quotes.SaveAsync(estimate.Quotes[0].QuoteId, estimate, options.Value.QuoteLifetime, cancellationToken);
        return estimate;
    }

    /// <summary>
    /// Asks for a ride, or finds the one of an earlier request with its id. The workflow is started first and the ride is made then, by whoever comes first: so there is never a
    /// ride that nothing goes on with.
    /// </summary>
    /// <exception cref="InvalidArgumentException">REQUEST_ID_REUSED: the id was used for another request.</exception>
    /// <exception cref="FailedPreconditionException">NOT_SERVED, ROUTE_TOO_LONG, QUOTE_EXPIRED.</exception>
    public async Task<Ride> CreateAsync(CreateRideRequest request, string rider, string fingerprint, CancellationToken cancellationToken)
    {
        var id = RideNames.NewId(RequestKey.Of(rider, request.RequestId, []));
        var ride = await rides.FindAsync(id, cancellationToken);
        if (ride is null)
        {
            var made = await MakeAsync(id, request, rider, fingerprint, cancellationToken);
            await demand.TellAsync(made.Pickup, cancellationToken);
            ride = await rides.CreateAsync(await sagas.StartMatchingAsync(made, isNew: true, cancellationToken), cancellationToken);
            if (ride.PickupTime is null)
            {
                ride = await rides.ChangeAsync(id, now => now.BeginMatching(clock.GetUtcNow()), cancellationToken);
            }
        }

        return ride.Fingerprint == fingerprint ? ride : throw new InvalidArgumentException("request_id", "was used for a different request", "REQUEST_ID_REUSED");
    }

    private async Task<Ride> MakeAsync(string id, CreateRideRequest request, string rider, string fingerprint, CancellationToken cancellationToken)
    {
        var (pickup, dropoff) = (Points.ToDomain(request.Pickup), Points.ToDomain(request.Dropoff));
        var estimate = request.QuoteId.Length > 0
            ? await FindQuotesAsync(request.QuoteId, pickup, dropoff, cancellationToken)
            : await estimator.EstimateAsync(pickup, dropoff, request.VehicleClass, cancellationToken);
        var now = clock.GetUtcNow();
        return new Ride
        {
            Id = id,
            Rider = rider,
            Fingerprint = fingerprint,
            Pickup = pickup,
            Dropoff = dropoff,
            City = estimate.City,
            VehicleClass = request.VehicleClass,
            Quote = estimate.Quotes.FirstOrDefault(quote => quote.VehicleClass == request.VehicleClass) ?? throw Expired(),
            PaymentToken = request.PaymentToken.Length > 0 ? request.PaymentToken : options.Value.DefaultPaymentToken,
            PickupTime = request.PickupTime?.ToDateTimeOffset(),
            MinRatingTenths = request.MinRatingTenths,
            StartCode = StartCodes.New(),
            CreateTime = now,
            UpdateTime = now,
        };
    }

    private async Task<Estimate> FindQuotesAsync(string quoteId, GeoPoint pickup, GeoPoint dropoff, CancellationToken cancellationToken) =>
        await quotes.FindAsync(quoteId, cancellationToken) is { } estimate && estimate.Quotes[0].ExpireTime > clock.GetUtcNow()
            && estimate.Pickup.DistanceKm(pickup) <= SamePlaceKm && estimate.Dropoff.DistanceKm(dropoff) <= SamePlaceKm
            ? estimate
            : throw Expired();

    private static FailedPreconditionException Expired() => new("QUOTE_EXPIRED", "The quote has expired, or is for another way or class.");
}
