using Dapr.Workflow;
using Platform.Rides.Domain;
using Platform.Rides.Ports;
using Platform.Rides.Storage;

namespace Platform.Rides.Workflows.Steps;

/// <summary>
/// Makes sure that the driver who claimed the ride holds it, also where the drivers broke off between the claim and their own note of it. Where the driver holds another one,
/// the next attempt looks for somebody else.
/// </summary>
internal sealed class ConfirmDriver(IRideStore rides, IDrivers drivers, RideSagas sagas, TimeProvider clock) : WorkflowActivity<EndedMatching, string>
{
    public override async Task<string> RunAsync(WorkflowActivityContext context, EndedMatching input)
    {
        if (await rides.FindAsync(input.RideId, CancellationToken.None) is not { State: RideState.Assigned, Assignment: { } assignment } ride
            || ride.Attempt != input.Attempt)
        {
            return "ENDED";
        }

        var isAssigned = await drivers.AssignAsync(assignment.Driver, ride.Id, assignment.OfferId, CancellationToken.None);
        ride = await rides.ChangeAsync(
            ride.Id,
            now => isAssigned ? now.ConfirmDriver(assignment.OfferId, clock.GetUtcNow()) : now.LoseDriver(assignment.OfferId, clock.GetUtcNow()),
            CancellationToken.None);
        if (isAssigned && (ride.HasEnded || ride.Attempt != input.Attempt))
        {
            // Cancelled or given back meanwhile, and the driver perhaps released before they had it.
            await drivers.ReleaseAsync(assignment.Driver, ride.Id, CancellationToken.None);
        }

        await sagas.GoOnAsync(ride, CancellationToken.None);
        return isAssigned ? "CONFIRMED" : "LOST";
    }
}
