using Google.Type;
using Platform.Geography;

namespace Platform.Rides.Api;

/// <summary>Points as messages.</summary>
internal static class Points
{
    private const double MaxLatitude = 90;
    private const double MaxLongitude = 180;

    public static LatLng ToProto(GeoPoint point) => new() { Latitude = point.Latitude, Longitude = point.Longitude };

    public static GeoPoint ToDomain(LatLng point) => new(point.Latitude, point.Longitude);

    /// <summary>Whether a message is a point on earth; NaN is none.</summary>
    public static bool IsPoint(LatLng? point) => point is not null && Math.Abs(point.Latitude) <= MaxLatitude && Math.Abs(point.Longitude) <= MaxLongitude;
}
