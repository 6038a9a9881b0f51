namespace Platform.Geography;

/// <summary>A point of the globe as a vector from its middle: chords between two are cheap, and grow with the distance over the surface.</summary>
internal readonly record struct UnitVector(double X, double Y, double Z)
{
    private const double EarthRadiusKm = 6371.0088;

    public static UnitVector Of(GeoPoint point)
    {
        var (sinLatitude, cosLatitude) = Math.SinCos(point.Latitude * (Math.PI / 180));
        var (sinLongitude, cosLongitude) = Math.SinCos(point.Longitude * (Math.PI / 180));
        return new UnitVector(cosLatitude * cosLongitude, cosLatitude * sinLongitude, sinLatitude);
    }

    /// <summary>The square of the chord to another point, in radii of the globe.</summary>
    public double SquaredChord(UnitVector other)
    {
        var (x, y, z) = (X - other.X, Y - other.Y, Z - other.Z);
        return (x * x) + (y * y) + (z * z);
    }

    /// <summary>The square of the chord that belongs to a way over the surface.</summary>
    public static double SquaredChord(double distanceKm)
    {
        var half = Math.Sin(Math.Min(distanceKm / (2 * EarthRadiusKm), Math.PI / 2));
        return 4 * half * half;
    }
}
