using Dapr.Workflow;
using Microsoft.Extensions.Options;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Offers;
using Platform.Rides.Ports;
using Platform.Rides.Storage;

namespace Platform.Rides.Workflows.Steps;

/// <summary>
/// Finds the best drivers around and offers them the ride: in the smallest circle in which there is somebody who was not asked yet. Offers are noted in the ride before they
/// are handed out, for whoever accepts one claims the ride with it.
/// </summary>
internal sealed class OfferRound(IRideStore rides, IDrivers drivers, IOptions<RidesOptions> options, TimeProvider clock)
    : WorkflowActivity<MatchingInput, RoundResult>
{
    // Of so many the best are chosen.
    private const int Candidates = 20;
    // A circle whose drivers are all taken while they are asked is looked at again at once, but not for ever.
    private const int MaxTries = 5;

    private static readonly double[] UsualRadii = [5_000, 7_500, 10_000];

    public override async Task<RoundResult> RunAsync(WorkflowActivityContext context, MatchingInput input)
    {
        for (var i = 0; i < MaxTries; i++)
        {
            if (await rides.FindAsync(input.RideId, CancellationToken.None) is not { } ride || !IsOpen(ride, input))
            {
                return new RoundResult(IsOver: true, []);
            }

            var known = ride.Offers.Count;
            if (await FindAsync(ride) is not { Count: > 0 } found)
            {
                break;
            }

            ride = await rides.ChangeAsync(
                ride.Id,
                now => IsOpen(now, input) && now.Offers.Count == known ? now.Offer(found, options.Value.OffersPerRound, clock.GetUtcNow()) : now,
                CancellationToken.None);
            var open = await HandOutAsync(ride, [.. ride.Offers.Skip(known)], input);
            if (open.Count > 0)
            {
                return new RoundResult(IsOver: false, open);
            }
        }

        return new RoundResult(IsOver: false, []);
    }

    private static bool IsOpen(Ride ride, MatchingInput input) => ride.State == RideState.Matching && ride.Attempt == input.Attempt;

    private async Task<IReadOnlyList<Candidate>> FindAsync(Ride ride)
    {
        var excluded = ride.Asked();
        foreach (var radius in options.Value.SearchRadii is { Count: > 0 } radii ? radii : UsualRadii)
        {
            var search = new DriverSearch(ride.Pickup, radius, ride.VehicleClass, ride.MinRatingTenths, Candidates, excluded);
            var found = await drivers.FindAsync(search, CancellationToken.None);
            if (found.Count > 0)
            {
                return found;
            }
        }

        return [];
    }

    private async Task<IReadOnlyList<OfferRef>> HandOutAsync(Ride ride, IReadOnlyList<RideOffer> offers, MatchingInput input)
    {
        if (!IsOpen(ride, input))
        {
            return [];
        }

        var fare = ride.Quote.Fare.Total;
        var earnings = fare - fare.Share(ride.Quote.Tariff.Commission);
        var taken = await Task.WhenAll(offers.Select(offer => drivers.OfferAsync(ride, offer, input.OfferTime, earnings, CancellationToken.None)));
        return [.. offers.Zip(taken).Where(each => each.Second).Select(each => new OfferRef(each.First.OfferId, each.First.Driver))];
    }
}
