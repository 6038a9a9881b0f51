using Dapr.Workflow;
using Platform.Rides.Ports;
using Platform.Rides.Storage;

namespace Platform.Rides.Workflows.Steps;

/// <summary>Takes back all offers of an attempt but the one that was accepted, those of a round that broke off too.</summary>
internal sealed class WithdrawOffers(IRideStore rides, IDrivers drivers) : WorkflowActivity<EndedMatching, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, EndedMatching input)
    {
        var ride = await rides.FindAsync(input.RideId, CancellationToken.None);
        var known = ride?.Attempt == input.Attempt ? ride.Offers.Select(offer => new OfferRef(offer.OfferId, offer.Driver)) : [];
        var losers = known.Union(input.Offers).Where(offer => offer.OfferId != ride?.Assignment?.OfferId);
        await Task.WhenAll(losers.Select(offer => drivers.WithdrawAsync(offer.Driver, offer.OfferId, CancellationToken.None)));
        return true;
    }
}
