using Platform.Geography;

namespace Platform.Rides.Domain.Routing;

/// <summary>Cuts the earth into cells, of which each has a surge and a history of speeds of its own: squares of a fiftieth of a degree, about 2 km wide.</summary>
internal static class Cells
{
    private const double PerDegree = 50;

    /// <summary>The cell of a point.</summary>
    public static string Of(GeoPoint point) =>
        FormattableString.Invariant($"{Math.Floor(point.Latitude * PerDegree)}:{Math.Floor(point.Longitude * PerDegree)}");
}
