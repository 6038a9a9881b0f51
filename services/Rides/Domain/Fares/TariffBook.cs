using Platform.Geography;

namespace Platform.Rides.Domain.Fares;

/// <summary>The cities and their tariffs.</summary>
internal sealed class TariffBook(IReadOnlyList<City> cities)
{
    /// <summary>The cities.</summary>
    public IReadOnlyList<City> Cities => cities;

    /// <summary>The city of a point, the nearest where several reach there; null for none.</summary>
    public City? FindCity(GeoPoint point) => cities
        .Select(city => (City: city, Km: city.Center.DistanceKm(point)))
        .Where(each => each.Km <= each.City.RadiusKm)
        .OrderBy(each => each.Km)
        .Select(each => each.City)
        .FirstOrDefault();
}
