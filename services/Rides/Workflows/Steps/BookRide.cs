using Dapr.Workflow;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Earnings;
using Platform.Rides.Storage;

namespace Platform.Rides.Workflows.Steps;

/// <summary>Notes that a ride was paid and books what its driver earned, in one transaction; or that nobody could be charged.</summary>
internal sealed class BookRide(IRideStore rides, TimeProvider clock) : WorkflowActivity<PaidRide, bool>
{
    public override async Task<bool> RunAsync(WorkflowActivityContext context, PaidRide input)
    {
        await rides.BookAsync(input.RideId, ride => Book(ride, input.PaymentId), CancellationToken.None);
        return true;
    }

    private (Ride Ride, EarningEntry? Entry) Book(Ride ride, string paymentId)
    {
        var now = clock.GetUtcNow();
        if (ride.Payment != RidePayment.Charging)
        {
            return (ride, null);
        }

        if (paymentId.Length == 0)
        {
            return (ride.WithPayment(RidePayment.Review, now), null);
        }

        var paid = ride.WithPayment(RidePayment.Paid, now) with { PaymentId = paymentId };
        return (paid, EarningEntry.OfRide(ride, ride.FinalFare!, ride.Assignment!.Driver, ride.Quote.Tariff, now));
    }
}
