using System.Security.Cryptography;
using System.Text;
using Platform.Geography;
using Platform.Hosting.Failures;
using Platform.Monetary;
using Platform.Rides.Domain.Fares;

namespace Platform.Rides.Domain;

/// <summary>The trip, from the pickup to the dropoff.</summary>
internal static class RideTrip
{
    private const int MaxWrongCodes = 5;

    /// <summary>The driver is at the pickup. Again it changes nothing.</summary>
    public static Ride Arrive(this Ride ride, DateTimeOffset now)
    {
        if (ride.State == RideState.Arrived)
        {
            return ride;
        }

        var arrived = ride.After(RideEvent.DriverArrived, now);
        return arrived with { Assignment = ride.Assignment! with { ArriveTime = now } };
    }

    /// <summary>The driver tells the code. A wrong one is counted; again with the right one it changes nothing.</summary>
    /// <returns>The ride, and whether the code was right.</returns>
    /// <exception cref="FailedPreconditionException">CODE_LOCKED: too many were wrong.</exception>
    public static (Ride Ride, bool IsRight) Start(this Ride ride, string code, DateTimeOffset now)
    {
        var isRight = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(ride.StartCode));
        if (ride.State == RideState.InProgress && isRight)
        {
            return (ride, true);
        }

        var started = ride.After(RideEvent.TripStarted, now);
        if (ride.WrongCodes >= MaxWrongCodes)
        {
            throw new FailedPreconditionException("CODE_LOCKED", "Too many codes were wrong; the rider has to ask for a new one.");
        }

        return isRight ? (started with { StartTime = now }, true) : (ride.Changed(now) with { WrongCodes = ride.WrongCodes + 1 }, false);
    }

    /// <summary>The rider asks for another code.</summary>
    /// <exception cref="FailedPreconditionException">RIDE_STATE: it has begun, or ended.</exception>
    public static Ride RenewCode(this Ride ride, string code, DateTimeOffset now) =>
        ride.HasEnded || ride.State == RideState.InProgress
            ? throw new FailedPreconditionException("RIDE_STATE", "The trip has begun, or the ride has ended.") { Facts = { ["state"] = ride.State.ToString() } }
            : ride.Changed(now) with { StartCode = code, WrongCodes = 0 };

    /// <summary>The rider wants to go elsewhere.</summary>
    /// <param name="ride">The ride.</param>
    /// <param name="dropoff">To where.</param>
    /// <param name="reroute">What the new way takes and costs, at the surge of the quote.</param>
    /// <param name="now">When.</param>
    public static Ride ChangeDropoff(this Ride ride, GeoPoint dropoff, RideQuote reroute, DateTimeOffset now) =>
        ride.After(RideEvent.DropoffChanged, now) with { Dropoff = dropoff, Reroute = reroute };

    /// <summary>The trip ended; what it costs is the quote's price unless something changed.</summary>
    /// <param name="ride">The ride.</param>
    /// <param name="tariff">Its tariff.</param>
    /// <param name="elsewhere">What the way to where it ended costs; null where it ended at the dropoff.</param>
    /// <param name="tolls">What the driver paid on the way.</param>
    /// <param name="now">When.</param>
    public static Ride Complete(this Ride ride, Tariff tariff, Fare? elsewhere, Money tolls, DateTimeOffset now)
    {
        if (ride.State == RideState.Completed)
        {
            return ride;
        }

        var ended = ride.After(RideEvent.TripEnded, now);
        var waiting = FareCalculator.Waiting(tariff, ride.StartTime - ride.Assignment?.ArriveTime ?? TimeSpan.Zero);
        List<string> changes = [];
        void Note(bool isSo, string change)
        {
            if (isSo)
            {
                changes.Add(change);
            }
        }

        Note(ride.Reroute is not null, "DROPOFF_CHANGED");
        Note(elsewhere is not null, "ENDED_ELSEWHERE");
        Note(tolls.IsPositive, "TOLLS");
        Note(waiting.IsPositive, "WAITING");
        var fare = elsewhere ?? (ride.Reroute ?? ride.Quote).Fare;
        return ended with { FinalFare = fare with { Tolls = tolls, Waiting = waiting }, FareChanges = changes, Payment = RidePayment.Charging };
    }
}
