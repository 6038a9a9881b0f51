namespace Platform.Geography;

/// <summary>
/// The cells of all geohashes of one length. A geohash takes turns in halving the longitude and the latitude, longitude first, 5 bits to a character
/// (Niemeyer 2008), so the cells are a grid: columns wrap around at 180°, rows end at the poles.
/// </summary>
public sealed class GeoGrid
{
    /// <summary>The longest geohashes: cells of about 4 × 2 cm.</summary>
    public const int MaxPrecision = 12;

    private const double EarthRadiusKm = 6371.0088;
    private const double DegreesToRadians = Math.PI / 180;

    private readonly double _width;
    private readonly double _height;

    /// <summary>Creates a grid.</summary>
    /// <param name="precision">The length of its geohashes, 1 to 12. Cells of 4 are about 39 × 20 km at the equator, of 5 4.9 × 4.9 km, of 6 1.2 × 0.6 km.</param>
    public GeoGrid(int precision)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, MaxPrecision);
        Precision = precision;
        Columns = 1 << (((5 * precision) + 1) / 2);
        Rows = 1 << (5 * precision / 2);
        (_width, _height) = (360.0 / Columns, 180.0 / Rows);
    }

    /// <summary>The length of the geohashes.</summary>
    public int Precision { get; }

    /// <summary>How many columns there are.</summary>
    public int Columns { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>The cell that a point is in. The north pole and 180° are in the last row and column.</summary>
    public GeoCell CellOf(GeoPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return new GeoCell(Index(point.Longitude, -180, _width, Columns), Index(point.Latitude, -90, _height, Rows));
    }

    /// <summary>The area of a cell. The numbers are exact.</summary>
    public GeoBox BoxOf(GeoCell cell) => new(
        (cell.Row * _height) - 90, (cell.Column * _width) - 180, ((cell.Row + 1) * _height) - 90, ((cell.Column + 1) * _width) - 180);

    /// <summary>All cells that have a part within a radius around a point, and some beside them: those of the smallest rows and columns around the circle.</summary>
    /// <param name="center">The middle.</param>
    /// <param name="radiusKm">The radius in kilometres.</param>
    public IEnumerable<GeoCell> Cover(GeoPoint center, double radiusKm)
    {
        ArgumentNullException.ThrowIfNull(center);
        // Slightly more, so that rounding leaves no cell out.
        var angle = (radiusKm / EarthRadiusKm) + 1e-9;
        var degrees = angle / DegreesToRadians;
        var (south, north) = (Math.Max(center.Latitude - degrees, -90), Math.Min(center.Latitude + degrees, 90));
        var (first, last) = (CellOf(center with { Latitude = south }).Row, CellOf(center with { Latitude = north }).Row);
        var (start, count) = ColumnsWithin(center, angle, isAtPole: south <= -90 || north >= 90);
        for (var row = first; row <= last; row++)
        {
            for (var i = 0; i < count; i++)
            {
                yield return new GeoCell((start + i) % Columns, row);
            }
        }
    }

    /// <summary>How far it is from a point to a cell, in kilometres; 0 inside.</summary>
    /// <param name="point">From where.</param>
    /// <param name="cell">Where to.</param>
    public double DistanceKm(GeoPoint point, GeoCell cell)
    {
        ArgumentNullException.ThrowIfNull(point);
        var box = BoxOf(cell);
        if (point.Longitude >= box.West && point.Longitude <= box.East)
        {
            return point.DistanceKm(point with { Latitude = Math.Clamp(point.Latitude, box.South, box.North) });
        }

        // On a parallel the nearest place is where the longitudes differ least, so it is the meridian on that side that counts.
        var longitudes = Math.Min((box.West - point.Longitude + 360) % 360, (point.Longitude - box.East + 360) % 360);
        // Along a meridian the cosine of the distance is sin φ sin x + cos φ cos x cos λ, a sine with one maximum: where that is outside, an end is nearest.
        var (sin, cos) = Math.SinCos(point.Latitude * DegreesToRadians);
        var nearest = Math.Atan2(sin, cos * Math.Cos(longitudes * DegreesToRadians)) / DegreesToRadians;
        return nearest >= box.South && nearest <= box.North ? DistanceTo(nearest) : Math.Min(DistanceTo(box.South), DistanceTo(box.North));

        double DistanceTo(double latitude) => new GeoPoint(point.Latitude, 0).DistanceKm(new GeoPoint(latitude, longitudes));
    }

    /// <summary>
    /// How far it is at least from a point to everything outside the cells that are at most <paramref name="rings"/> columns and rows from the point's own, in
    /// kilometres; infinite when nothing is outside.
    /// </summary>
    internal double DistanceBeyondKm(GeoPoint point, GeoCell cell, int rings)
    {
        var south = cell.Row - rings <= 0 ? double.PositiveInfinity : point.Latitude - (((cell.Row - rings) * _height) - 90);
        var north = cell.Row + rings >= Rows - 1 ? double.PositiveInfinity : ((cell.Row + rings + 1) * _height) - 90 - point.Latitude;
        var parallels = Math.Min(south, north) * DegreesToRadians * EarthRadiusKm;
        if ((2L * rings) + 1 >= Columns)
        {
            return parallels;
        }

        var west = point.Longitude - (((cell.Column - rings) * _width) - 180);
        var east = ((cell.Column + rings + 1) * _width) - 180 - point.Longitude;
        return Math.Min(parallels, DistanceToMeridianKm(point.Latitude, Math.Min(west, east)));
    }

    // The way to a half meridian: perpendicular to it, and over the pole where that is behind the pole.
    private static double DistanceToMeridianKm(double latitude, double longitudes) => EarthRadiusKm * (longitudes >= 90
        ? (90 - Math.Abs(latitude)) * DegreesToRadians
        : Math.Asin(Math.Cos(latitude * DegreesToRadians) * Math.Sin(longitudes * DegreesToRadians)));

    // Bronstein, Taschenbuch der Mathematik: the meridians that touch a circle on a sphere are asin(sin r / cos latitude) away from its middle.
    private (int Start, int Count) ColumnsWithin(GeoPoint center, double angle, bool isAtPole)
    {
        var ratio = Math.Sin(Math.Min(angle, Math.PI / 2)) / Math.Cos(center.Latitude * DegreesToRadians);
        if (isAtPole || !(ratio < 1))
        {
            return (0, Columns);
        }

        var degrees = Math.Asin(ratio) / DegreesToRadians;
        var first = (int)Math.Floor((center.Longitude - degrees + 180) / _width);
        var last = (int)Math.Floor((center.Longitude + degrees + 180) / _width);
        return last - first + 1 >= Columns ? (0, Columns) : ((first + Columns) % Columns, last - first + 1);
    }

    // What a division rounds over a border goes back: a geohash is made of comparisons with borders.
    private static int Index(double degrees, double origin, double size, int count)
    {
        var index = Math.Clamp((int)((degrees - origin) / size), 0, count - 1);
        if (degrees < origin + (index * size) && index > 0)
        {
            return index - 1;
        }

        return degrees >= origin + ((index + 1) * size) && index < count - 1 ? index + 1 : index;
    }
}
