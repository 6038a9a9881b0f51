using Platform.Monetary;
using Platform.Rides.Domain.Fares;

namespace Platform.Rides.Domain.Earnings;

/// <summary>
/// What is booked at once, in double entry: <see cref="Lines"/> add up to zero. Balances of drivers are what the platform owes them.
/// </summary>
internal sealed record EarningEntry
{
    /// <summary>Names the entry: one of its kind for a ride and driver.</summary>
    public required string Id { get; init; }

    public required string RideId { get; init; }

    /// <summary><c>drivers/{user}</c>.</summary>
    public required string Driver { get; init; }

    /// <summary>RIDE, CANCELLATION_FEE, NO_SHOW_FEE or PENALTY.</summary>
    public required string Kind { get; init; }

    /// <summary>What the rider paid; nothing for a penalty.</summary>
    public required Money Gross { get; init; }

    /// <summary>What the platform keeps.</summary>
    public required Money Commission { get; init; }

    /// <summary>What the driver gets; negative for a penalty.</summary>
    public required Money Net { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The entry of a ride that was charged.</summary>
    public static EarningEntry OfRide(Ride ride, Fare fare, string driver, Tariff tariff, DateTimeOffset now)
    {
        // Tolls are the driver's whole.
        var commission = (fare.Total - fare.Tolls).Share(tariff.Commission);
        return new EarningEntry
        {
            Id = ride.Id,
            RideId = ride.Id,
            Driver = driver,
            Kind = fare.Fee.IsPositive ? ride.FareChanges[0] : "RIDE",
            Gross = fare.Total,
            Commission = commission,
            Net = fare.Total - commission,
            Time = now,
        };
    }

    /// <summary>The entry of a driver who gave a ride back late.</summary>
    public static EarningEntry OfPenalty(Ride ride, DroppedDriver dropped, DateTimeOffset now) => new()
    {
        Id = $"{ride.Id}-penalty-{dropped.Driver}",
        RideId = ride.Id,
        Driver = dropped.Driver,
        Kind = "PENALTY",
        Gross = Money.Zero(dropped.Penalty.Currency),
        Commission = dropped.Penalty,
        Net = -dropped.Penalty,
        Time = now,
    };

    /// <summary>The lines: positive for a debit, negative for a credit.</summary>
    public IReadOnlyList<(string Account, Money Amount)> Lines() =>
    [
        ("rider-payments", Gross),
        ("platform-income", -Commission),
        ("payable/" + Driver, -Net),
    ];
}
