using Dapr.Workflow;
using Microsoft.Extensions.Options;
using Platform.Rides.Domain;
using Platform.Rides.Ports;
using Platform.Rides.Storage;

namespace Platform.Rides.Workflows.Steps;

/// <summary>
/// Makes the ride unless it is there, sets the money aside where that is wanted, and begins to look for a driver. Says whether there is anybody to look for.
/// </summary>
internal sealed class BeginMatching(IRideStore rides, IPayments payments, IOptions<RidesOptions> options, TimeProvider clock) : WorkflowActivity<MatchingInput, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, MatchingInput input)
    {
        var ride = await rides.FindAsync(input.RideId, CancellationToken.None);
        if (ride is null && input.NewRide is { } made)
        {
            ride = await rides.CreateAsync(made, CancellationToken.None);
        }

        if (ride is null || ride.Attempt != input.Attempt || ride.State is not (RideState.Requested or RideState.Matching))
        {
            return false;
        }

        if (options.Value.AuthorizeAtRequest && ride.Payment == RidePayment.None)
        {
            var isSetAside = await payments.AuthorizeAsync(ride, ride.Id, ride.Quote.Fare.Total, CancellationToken.None);
            ride = await rides.ChangeAsync(
                ride.Id,
                now => !isSetAside ? now.RefusePayment(clock.GetUtcNow()) : now.HasEnded ? now : now.WithPayment(RidePayment.Authorized, clock.GetUtcNow()),
                CancellationToken.None);
        }

        ride = await rides.ChangeAsync(ride.Id, now => now.BeginMatching(clock.GetUtcNow()), CancellationToken.None);
        return ride.State == RideState.Matching;
    }
}
