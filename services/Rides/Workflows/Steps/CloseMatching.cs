using Dapr.Workflow;
using Platform.Rides.Domain;
using Platform.Rides.Storage;

namespace Platform.Rides.Workflows.Steps;

/// <summary>Gives up, unless somebody claimed the ride or it was cancelled. Says how it ended.</summary>
internal sealed class CloseMatching(IRideStore rides, TimeProvider clock) : WorkflowActivity<EndedMatching, string>
{
    /// <summary>A driver has it.</summary>
    public const string Claimed = "CLAIMED";

    public override async Task<string> RunAsync(WorkflowActivityContext context, EndedMatching input)
    {
        var ride = await rides.ChangeAsync(
            input.RideId,
            ride => ride.GiveUp(input.Attempt, ride.Offers.Count > 0 ? "NO_DRIVER_ACCEPTED" : "NO_DRIVERS_NEAR", clock.GetUtcNow()),
            CancellationToken.None);
        return ride.State == RideState.Unmatched ? ride.EndReason
            : ride.Attempt == input.Attempt && ride.Assignment is not null ? Claimed
            : "ENDED";
    }
}
