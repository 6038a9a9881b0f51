using Platform.Monetary;

namespace Platform.Rides.Domain.Fares;

/// <summary>Computes prices: (base + distance + time) × surge, at least the minimum, rounded, plus tolls and waiting.</summary>
internal static class FareCalculator
{
    private const decimal MetersPerKm = 1000;

    /// <summary>The price of a way.</summary>
    /// <param name="tariff">The tariff.</param>
    /// <param name="meters">How far.</param>
    /// <param name="duration">How long.</param>
    /// <param name="surgePercent">The surge in hundredths; brought into 100 to 300.</param>
    public static Fare Compute(Tariff tariff, long meters, TimeSpan duration, int surgePercent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(meters);
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        var surge = Math.Clamp(surgePercent, Surges.None, Surges.Most);
        var start = tariff.Money(tariff.Base).Round();
        var distance = tariff.Money(tariff.PerKm).Share(meters / MetersPerKm);
        var time = tariff.Money(tariff.PerMinute).Share((decimal)duration.TotalMinutes);
        var plain = start + distance + time;
        var extra = plain.Share((surge - Surges.None) / 100m);
        var nothing = Money.Zero(tariff.Currency);
        return new Fare
        {
            Base = start,
            Distance = distance,
            Time = time,
            Surge = extra,
            Adjustment = ToStep(tariff, Math.Max((plain + extra).Amount, tariff.Minimum)) - plain - extra,
            Tolls = nothing,
            Waiting = nothing,
            Fee = nothing,
            SurgePercent = surge,
        };
    }

    /// <summary>What waiting at the pickup costs: every minute that begins after the free time.</summary>
    public static Money Waiting(Tariff tariff, TimeSpan waited)
    {
        var minutes = Math.Ceiling((waited - tariff.FreeWaiting).TotalMinutes);
        return minutes > 0 ? (tariff.Money(tariff.WaitingPerMinute) * (long)minutes).Round() : Money.Zero(tariff.Currency);
    }

    private static Money ToStep(Tariff tariff, decimal amount) =>
        tariff.Money(Math.Round(amount / tariff.RoundTo, MidpointRounding.AwayFromZero) * tariff.RoundTo).Round();
}
