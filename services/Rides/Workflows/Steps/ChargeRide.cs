using Dapr.Workflow;
using Microsoft.Extensions.Options;
using Platform.Rides.Ports;
using Platform.Rides.Storage;

namespace Platform.Rides.Workflows.Steps;

/// <summary>
/// Charges a ride. Every try has a payment of its own, and begins when the one before is known to have taken nothing: so a ride is charged once, however often this runs.
/// </summary>
/// <returns>The payment; empty where it was declined.</returns>
internal sealed class ChargeRide(IRideStore rides, IPayments payments, IOptions<RidesOptions> options) : WorkflowActivity<ChargeTry, string>
{
    public override async Task<string> RunAsync(WorkflowActivityContext context, ChargeTry input)
    {
        var ride = await rides.FindAsync(input.RideId, CancellationToken.None) ?? throw RideStore.Unknown(input.RideId);
        var total = ride.FinalFare?.Total ?? throw new InvalidOperationException("The ride has no fare.");
        var paymentId = input.Number == 1 ? ride.Id : FormattableString.Invariant($"{ride.Id}-{input.Number}");
        if (input.Number == 1 && options.Value.AuthorizeAtRequest && total > ride.Quote.Fare.Total)
        {
            // More than is set aside: set aside anew.
            await payments.VoidAsync(paymentId, CancellationToken.None);
            paymentId = ride.Id + "-more";
        }

        return await payments.ChargeAsync(ride, paymentId, total, CancellationToken.None) ? paymentId : "";
    }
}
