using Platform.Geography;

namespace Platform.Rides.Domain.Fares;

/// <summary>Where rides are sold: all pickups within a radius.</summary>
/// <param name="Id">The id, such as <c>chicago</c>.</param>
/// <param name="Center">The middle.</param>
/// <param name="RadiusKm">How far around it.</param>
/// <param name="UtcOffset">How far the city's clock is ahead of UTC.</param>
/// <param name="Tariffs">What rides cost, by vehicle class.</param>
internal sealed record City(string Id, GeoPoint Center, double RadiusKm, TimeSpan UtcOffset, IReadOnlyDictionary<string, Tariff> Tariffs)
{
    /// <summary>The hour of the city's clock, 0 to 23.</summary>
    public int HourAt(DateTimeOffset time) => time.ToOffset(UtcOffset).Hour;
}
