using Grpc.Core;
using Platform.Drivers.Actors;
using Platform.Drivers.V1;
using Platform.Hosting.Failures;

namespace Platform.Drivers.Api;

/// <content>What other services call.</content>
internal sealed partial class DriversApi
{
    public override async Task<FindCandidatesResponse> FindCandidates(FindCandidatesRequest request, ServerCallContext context)
    {
        var found = await regions.FindAsync(DriverValidator.Check(request), context.CancellationToken);
        return new FindCandidatesResponse { Candidates = { found.Select(DriverMapper.ToCandidate) } };
    }

    public override Task<Offer> OfferRide(OfferRideRequest request, ServerCallContext context)
    {
        var (id, offer) = DriverValidator.Check(request, clock.GetUtcNow());
        return CallForOfferAsync(id, driver => driver.OfferAsync(offer, context.CancellationToken));
    }

    public override async Task<WithdrawOfferResponse> WithdrawOffer(WithdrawOfferRequest request, ServerCallContext context)
    {
        var (id, offer) = DriverValidator.CheckOffer(request.Driver, request.OfferId);
        await CallAsync(id, driver => driver.WithdrawAsync(offer, context.CancellationToken));
        return new WithdrawOfferResponse();
    }

    public override Task<Driver> AssignDriver(AssignDriverRequest request, ServerCallContext context)
    {
        var (id, ride) = DriverValidator.Check(request.Driver, request.Ride);
        var (_, offer) = DriverValidator.CheckOffer(request.Driver, request.OfferId);
        return CallAsync(id, driver => driver.AssignAsync(new AssignCall(ride, offer), context.CancellationToken));
    }

    public override Task<Driver> StartTrip(StartTripRequest request, ServerCallContext context)
    {
        var (id, ride) = DriverValidator.Check(request.Driver, request.Ride);
        return CallAsync(id, driver => driver.StartTripAsync(ride, context.CancellationToken));
    }

    public override async Task<ReleaseDriverResponse> ReleaseDriver(ReleaseDriverRequest request, ServerCallContext context)
    {
        var (id, ride) = DriverValidator.Check(request.Driver, request.Ride);
        await CallAsync(id, driver => driver.ReleaseAsync(ride, context.CancellationToken));
        return new ReleaseDriverResponse();
    }

    public override async Task<RecordRatingResponse> RecordRating(RecordRatingRequest request, ServerCallContext context)
    {
        var (id, ride) = DriverValidator.Check(request.Driver, request.Ride);
        if (request.Stars is < 1 or > 5)
        {
            throw new InvalidArgumentException("stars", "must be 1 to 5");
        }

        await CallAsync(id, driver => driver.RateAsync(new RateCall(ride, request.Stars), context.CancellationToken));
        return new RecordRatingResponse();
    }
}
