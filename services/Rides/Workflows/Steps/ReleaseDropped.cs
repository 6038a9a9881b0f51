using Dapr.Workflow;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Earnings;
using Platform.Rides.Ports;
using Platform.Rides.Storage;

namespace Platform.Rides.Workflows.Steps;

/// <summary>Releases the drivers who gave a ride back, and books what it costs them, each once.</summary>
internal sealed class ReleaseDropped(IRideStore rides, IDrivers drivers, TimeProvider clock) : WorkflowActivity<string, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, string input)
    {
        if (await rides.FindAsync(input, CancellationToken.None) is not { } ride)
        {
            return false;
        }

        foreach (var dropped in ride.Dropped.Where(each => !each.IsSettled))
        {
            await drivers.ReleaseAsync(dropped.Driver, ride.Id, CancellationToken.None);
            await rides.BookAsync(ride.Id, now => Settle(now, dropped.Driver), CancellationToken.None);
        }

        return true;
    }

    private (Ride Ride, EarningEntry? Entry) Settle(Ride ride, string driver)
    {
        var now = clock.GetUtcNow();
        return ride.Dropped.FirstOrDefault(each => each.Driver == driver && !each.IsSettled) is not { } dropped ? (ride, null)
            : (ride.SettleDropped(dropped, now), dropped.Penalty.IsPositive ? EarningEntry.OfPenalty(ride, dropped, now) : null);
    }
}
