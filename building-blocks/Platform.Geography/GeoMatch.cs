namespace Platform.Geography;

/// <summary>What a search found.</summary>
/// <param name="Key">The key.</param>
/// <param name="Point">Where it is.</param>
/// <param name="DistanceKm">How far it is from the middle of the search, by haversine.</param>
/// <param name="Value">The value.</param>
public readonly record struct GeoMatch<T>(string Key, GeoPoint Point, double DistanceKm, T Value);
