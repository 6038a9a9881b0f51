using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Platform.Drivers.Domain.Locations;
using Platform.Drivers.V1;
using Platform.Geography;
using Platform.Hosting.Failures;

namespace Platform.Drivers.Api;

/// <summary>Between positions of the API and of the domain.</summary>
internal static class PositionMapper
{
    // What timestamps in JSON can say: up to the year 9999.
    private const long MaxSeconds = 253402300799;
    private const int NanosPerSecond = 1_000_000_000;
    private const double MaxMeters = 1e7;

    public static LatLng ToProto(GeoPoint point) => new() { Latitude = point.Latitude, Longitude = point.Longitude };

    public static Position ToProto(Fix fix)
    {
        var position = new Position { Location = ToProto(fix.Point), Time = fix.Time.ToTimestamp() };
        if (fix.AccuracyMeters is { } accuracy) position.AccuracyMeters = accuracy;
        if (fix.HeadingDegrees is { } heading) position.HeadingDegrees = heading;
        if (fix.SpeedMps is { } speed) position.SpeedMps = speed;
        return position;
    }

    /// <summary>Whether it is a point on earth. NaN is none.</summary>
    public static bool IsOnEarth(LatLng? point) => point is { Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 };

    public static GeoPoint FromProto(LatLng point) => new(point.Latitude, point.Longitude);

    /// <summary>Checks a position.</summary>
    public static FieldValidator RequirePosition(this FieldValidator fields, Position position, string field) => fields
        .Require(IsOnEarth(position.Location), field + ".location", "must be a point on earth: -90 to 90, -180 to 180 degrees")
        .Require(position.Time is { Seconds: >= 0 and <= MaxSeconds, Nanos: >= 0 and < NanosPerSecond }, field + ".time", "must be a time since 1970")
        .Require(!position.HasAccuracyMeters || position.AccuracyMeters is >= 0 and <= MaxMeters, field + ".accuracy_meters", "must be 0 or more")
        .Require(!position.HasHeadingDegrees || position.HeadingDegrees is >= 0 and <= 360, field + ".heading_degrees", "must be 0 to 360")
        .Require(!position.HasSpeedMps || position.SpeedMps is >= 0 and <= MaxMeters, field + ".speed_mps", "must be 0 or more");

    /// <summary>A position that was checked.</summary>
    public static Fix FromProto(Position position) => new(
        FromProto(position.Location),
        position.Time.ToDateTimeOffset(),
        position.HasAccuracyMeters ? position.AccuracyMeters : null,
        position.HasHeadingDegrees ? position.HeadingDegrees % 360 : null,
        position.HasSpeedMps ? position.SpeedMps : null);
}
