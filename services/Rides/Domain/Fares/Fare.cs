using System.Text.Json.Serialization;
using Platform.Monetary;

namespace Platform.Rides.Domain.Fares;

/// <summary>What makes up a price. Every part is whole minor units, so that the parts add up to the total exactly.</summary>
internal sealed record Fare
{
    public required Money Base { get; init; }

    public required Money Distance { get; init; }

    public required Money Time { get; init; }

    /// <summary>What the surge adds.</summary>
    public required Money Surge { get; init; }

    /// <summary>What the minimum and the rounding add, or the rounding takes.</summary>
    public required Money Adjustment { get; init; }

    /// <summary>Tolls, at cost: the driver's.</summary>
    public required Money Tolls { get; init; }

    /// <summary>For waiting at the pickup.</summary>
    public required Money Waiting { get; init; }

    /// <summary>For a cancellation or a no-show; then all else is nothing.</summary>
    public required Money Fee { get; init; }

    /// <summary>The surge in hundredths, 100 to 300.</summary>
    public required int SurgePercent { get; init; }

    /// <summary>The sum.</summary>
    [JsonIgnore]
    public Money Total => Base + Distance + Time + Surge + Adjustment + Tolls + Waiting + Fee;

    /// <summary>The price of nothing but a fee.</summary>
    public static Fare OfFee(Money fee)
    {
        var nothing = Money.Zero(fee.Currency);
        return new Fare
        {
            Base = nothing,
            Distance = nothing,
            Time = nothing,
            Surge = nothing,
            Adjustment = nothing,
            Tolls = nothing,
            Waiting = nothing,
            Fee = fee,
            SurgePercent = Surges.None,
        };
    }
}
