namespace Platform.Geography;

/// <summary>Directions on the globe.</summary>
public static class GreatCircle
{
    private const double DegreesToRadians = Math.PI / 180;

    /// <summary>Where somebody heads who sets out from one point to another on the shortest way: degrees from north by east, 0 to below 360.</summary>
    public static double BearingDegrees(GeoPoint from, GeoPoint to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var (sinFrom, cosFrom) = Math.SinCos(from.Latitude * DegreesToRadians);
        var (sinTo, cosTo) = Math.SinCos(to.Latitude * DegreesToRadians);
        var (sinLongitude, cosLongitude) = Math.SinCos((to.Longitude - from.Longitude) * DegreesToRadians);
        var degrees = Math.Atan2(sinLongitude * cosTo, (cosFrom * sinTo) - (sinFrom * cosTo * cosLongitude)) / DegreesToRadians;
        return degrees < 0 ? degrees + 360 : degrees;
    }
}
