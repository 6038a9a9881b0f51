using System.Text.Json.Serialization;
using Platform.Monetary;

namespace Platform.Rides.Domain.Fares;

/// <summary>What a ride should take and cost. Its price, its surge and its tariff are frozen.</summary>
/// <param name="QuoteId">Names the estimate that it is part of.</param>
/// <param name="Tariff">What it is priced by, and everything that comes later.</param>
/// <param name="Meters">How far.</param>
/// <param name="Duration">How long.</param>
/// <param name="Fare">What it costs.</param>
/// <param name="PriceWithoutSurge">What it costs without surge.</param>
/// <param name="PickupEta">How long the nearest driver takes to the pickup; null when none is near.</param>
/// <param name="ExpireTime">Until when it may be taken.</param>
/// <param name="IsByRoads">Whether the way was found on the road graph.</param>
internal sealed record RideQuote(
    string QuoteId, Tariff Tariff, long Meters, TimeSpan Duration, Fare Fare, Money PriceWithoutSurge, TimeSpan? PickupEta, DateTimeOffset ExpireTime, bool IsByRoads)
{
    /// <summary>The class of the vehicle.</summary>
    [JsonIgnore]
    public string VehicleClass => Tariff.VehicleClass;
}
