using Platform.Monetary;

namespace Platform.Rides.Domain.Fares;

/// <summary>What changing one's mind costs.</summary>
internal static class CancellationPolicy
{
    /// <summary>
    /// What a rider pays who cancels: nothing before a driver was found and for a while after that; nothing either while the driver is later than promised.
    /// </summary>
    /// <param name="ride">The ride as it is before.</param>
    /// <param name="tariff">Its tariff.</param>
    /// <param name="now">When it is cancelled.</param>
    public static Money RiderFee(Ride ride, Tariff tariff, DateTimeOffset now)
    {
        var isLate = ride.State == RideState.Arrived
            || (ride.Assignment is { } assignment && now - assignment.AssignTime > tariff.FreeCancellation
                && now <= assignment.AssignTime + assignment.PromisedEta + tariff.FreeWaiting);
        return isLate ? tariff.Money(tariff.CancellationFee).Round() : Money.Zero(tariff.Currency);
    }

    /// <summary>What a driver pays who gives a ride back: nothing for a while after they took it.</summary>
    public static Money DriverPenalty(Ride ride, Tariff tariff, DateTimeOffset now) =>
        ride.Assignment is { } assignment && now - assignment.AssignTime > tariff.FreeCancellation
            ? tariff.Money(tariff.DriverPenalty).Round()
            : Money.Zero(tariff.Currency);

    /// <summary>Whether the driver waited long enough to call the rider missing.</summary>
    public static bool IsRiderMissing(Ride ride, Tariff tariff, DateTimeOffset now) =>
        ride is { State: RideState.Arrived, Assignment.ArriveTime: { } arrived } && now - arrived >= tariff.FreeWaiting;
}
