using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Platform.Drivers.V1;
using Platform.Geography;
using Platform.Hosting.Failures;
using Platform.Monetary;
using Platform.Rides.Api;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Offers;
using Platform.Rides.Ports;
using Candidate = Platform.Rides.Domain.Offers.Candidate;

namespace Platform.Rides.Clients;

/// <inheritdoc />
internal sealed class DriversClient(DriverService.DriverServiceClient drivers) : IDrivers
{
    // Slower is standing: a heading says nothing then.
    private const double StandingMps = 1;
    private const int RatingTenths = 10;

    public async Task<IReadOnlyList<Candidate>> FindAsync(DriverSearch search, CancellationToken cancellationToken)
    {
        var request = new FindCandidatesRequest
        {
            Pickup = Points.ToProto(search.Pickup),
            RadiusMeters = search.RadiusMeters,
            VehicleClass = search.VehicleClass,
            Limit = search.Limit,
            ExcludedDrivers = { search.Excluded },
        };
        if (search.MinRatingTenths > 0)
        {
            request.MinRatingTenths = search.MinRatingTenths;
        }

        var answer = await drivers.FindCandidatesAsync(request, cancellationToken: cancellationToken);
        return [.. answer.Candidates.Select(ToDomain)];
    }

    public async Task<bool> OfferAsync(Ride ride, RideOffer offer, TimeSpan timeToLive, Money earnings, CancellationToken cancellationToken)
    {
        var request = new OfferRideRequest
        {
            OfferId = offer.OfferId,
            Driver = offer.Driver,
            Ride = RideNames.Of(ride.Id),
            Ttl = Duration.FromTimeSpan(timeToLive),
            Pickup = Points.ToProto(ride.Pickup),
            Dropoff = Points.ToProto(ride.Dropoff),
            EstimatedEarnings = earnings.ToProto(),
            PickupEta = Duration.FromTimeSpan(offer.PickupEta),
        };
        try
        {
            return (await drivers.OfferRideAsync(request, cancellationToken: cancellationToken)).State is Offer.Types.State.Open or Offer.Types.State.Accepted;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition && refused.ReasonOf() == "DRIVER_NOT_AVAILABLE")
        {
            return false;
        }
    }

    public async Task WithdrawAsync(string driver, string offerId, CancellationToken cancellationToken) =>
        await drivers.WithdrawOfferAsync(new WithdrawOfferRequest { Driver = driver, OfferId = offerId }, cancellationToken: cancellationToken);

    public async Task<bool> AssignAsync(string driver, string rideId, string offerId, CancellationToken cancellationToken)
    {
        try
        {
            await drivers.AssignDriverAsync(
                new AssignDriverRequest { Driver = driver, Ride = RideNames.Of(rideId), OfferId = offerId }, cancellationToken: cancellationToken);
            return true;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition && refused.ReasonOf() == "OFFER_NOT_OPEN")
        {
            return false;
        }
    }

    public async Task StartTripAsync(string driver, string rideId, CancellationToken cancellationToken) =>
        await drivers.StartTripAsync(new StartTripRequest { Driver = driver, Ride = RideNames.Of(rideId) }, cancellationToken: cancellationToken);

    public async Task ReleaseAsync(string driver, string rideId, CancellationToken cancellationToken) =>
        await drivers.ReleaseDriverAsync(new ReleaseDriverRequest { Driver = driver, Ride = RideNames.Of(rideId) }, cancellationToken: cancellationToken);

    public async Task RateAsync(string driver, string rideId, int stars, CancellationToken cancellationToken) =>
        await drivers.RecordRatingAsync(
            new RecordRatingRequest { Driver = driver, Ride = RideNames.Of(rideId), Stars = stars }, cancellationToken: cancellationToken);

    private static Candidate ToDomain(FindCandidatesResponse.Types.Candidate candidate) => new(
        candidate.Driver,
        new GeoPoint(candidate.Location.Latitude, candidate.Location.Longitude),
        candidate.SpeedMps >= StandingMps ? candidate.HeadingDegrees : null,
        (int)Math.Round(candidate.Rating * RatingTenths),
        candidate.AcceptanceRate,
        string.Join(' ', new[] { candidate.Vehicle?.Color, candidate.Vehicle?.Model, candidate.Vehicle?.Plate }.Where(part => !string.IsNullOrEmpty(part))));
}
