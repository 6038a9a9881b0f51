using Platform.Hosting.Failures;
using Platform.Monetary;
using Platform.Rides.Domain.Fares;

namespace Platform.Rides.Domain;

/// <summary>How a ride ends without a trip, and what comes after one that had one.</summary>
internal static class RideEnds
{
    private const int MaxSos = 20;

    /// <summary>The rider wants it no more. Again it changes nothing.</summary>
    public static Ride CancelByRider(this Ride ride, Tariff tariff, DateTimeOffset now) =>
        ride.State == RideState.Cancelled
            ? ride
            : ride.After(RideEvent.RiderCancelled, now).EndWithFee(CancellationPolicy.RiderFee(ride, tariff, now), "CANCELLED_BY_RIDER", "CANCELLATION_FEE");

    /// <summary>The driver wants it no more: the rider's no-show where the driver waited long enough, else another driver is looked for.</summary>
    public static Ride CancelByDriver(this Ride ride, Tariff tariff, DateTimeOffset now) =>
        ride.State == RideState.Cancelled ? ride
        : CancellationPolicy.IsRiderMissing(ride, tariff, now)
            ? ride.After(RideEvent.RiderMissing, now).EndWithFee(tariff.Money(tariff.NoShowFee).Round(), "RIDER_NO_SHOW", "NO_SHOW_FEE")
            : ride.GiveBack(tariff, now);

    /// <summary>Where the payment stands now.</summary>
    public static Ride WithPayment(this Ride ride, RidePayment payment, DateTimeOffset now) => ride.Payment == payment
        ? ride
        : ride.Changed(now) with { Payment = payment, ChargeTime = payment == RidePayment.Paid ? now : ride.ChargeTime };

    /// <summary>One party rates the other, once.</summary>
    /// <exception cref="FailedPreconditionException">RIDE_STATE: it was not completed; RATED_ALREADY: with other stars.</exception>
    public static Ride Rate(this Ride ride, bool byRider, int stars, DateTimeOffset now)
    {
        var earlier = byRider ? ride.DriverStars : ride.RiderStars;
        if (ride.State != RideState.Completed)
        {
            throw new FailedPreconditionException("RIDE_STATE", "Only completed rides are rated.") { Facts = { ["state"] = ride.State.ToString() } };
        }

        return earlier == stars ? ride
            : earlier != 0 ? throw new FailedPreconditionException("RATED_ALREADY", "The ride was rated already.")
            : byRider ? ride.Changed(now) with { DriverStars = stars }
            : ride.Changed(now) with { RiderStars = stars };
    }

    /// <summary>Somebody calls for help; of many calls the first and the last are kept.</summary>
    /// <exception cref="FailedPreconditionException">RIDE_STATE: there is no driver.</exception>
    public static Ride CallForHelp(this Ride ride, Sos sos, DateTimeOffset now) =>
        ride.Assignment is null
            ? throw new FailedPreconditionException("RIDE_STATE", "There is no driver yet.") { Facts = { ["state"] = ride.State.ToString() } }
            : ride.Changed(now) with { Sos = ride.Sos.Count < MaxSos ? [.. ride.Sos, sos] : [.. ride.Sos.Take(MaxSos - 1), sos] };

    private static Ride EndWithFee(this Ride ended, Money fee, string reason, string change) => fee.IsPositive
        ? ended with { EndReason = reason, FinalFare = Fare.OfFee(fee), FareChanges = [change], Payment = RidePayment.Charging }
        : ended with { EndReason = reason, Payment = RidePayment.Free };
}
