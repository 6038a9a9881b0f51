using Dapr.Workflow;
using Microsoft.Extensions.Options;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Fares;
using Platform.Rides.Ports;
using Platform.Rides.Storage;

namespace Platform.Rides.Workflows.Steps;

/// <summary>Releases the driver of a ride that ended, sets free money that is not needed, and learns how fast the trip was. Says whether there is anything to charge.</summary>
internal sealed class EndRide(IRideStore rides, IDrivers drivers, IPayments payments, SpeedStore speeds, TariffBook tariffs, IOptions<RidesOptions> options)
    : WorkflowActivity<string, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, string input)
    {
        if (await rides.FindAsync(input, CancellationToken.None) is not { HasEnded: true } ride)
        {
            return false;
        }

        if (ride.Assignment is { } assignment)
        {
            await drivers.ReleaseAsync(assignment.Driver, ride.Id, CancellationToken.None);
        }

        if (ride.Payment == RidePayment.Free && options.Value.AuthorizeAtRequest)
        {
            // Also where nothing is set aside yet: an authorization that is on its way gets nothing then.
            await payments.VoidAsync(ride.Id, CancellationToken.None);
        }

        Learn(ride);
        return ride.Payment == RidePayment.Charging;
    }

    private void Learn(Ride ride)
    {
        if (ride is { State: RideState.Completed, Payment: RidePayment.Charging, StartTime: { } start, EndTime: { } end, FareChanges.Count: 0 }
            && tariffs.Cities.FirstOrDefault(city => city.Id == ride.City) is { } city)
        {
            speeds.Learn(ride.Pickup, city.HourAt(start), ride.Quote.Meters, end - start);
        }
    }
}
