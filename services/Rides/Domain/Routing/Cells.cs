using Platform.Geography;

namespace Platform.Rides.Domain.Routing;

/// <summary>Cuts the earth into cells, of which each has a surge and a history of speeds of its own.</summary>
internal static class Cells
{
    // About 5 km wide: what a driver crosses in the time that a rider waits.
    private const int Precision = 5;

    /// <summary>The cell of a point, a geohash.</summary>
    public static string Of(GeoPoint point) => Geohash.Encode(point, Precision);
}
