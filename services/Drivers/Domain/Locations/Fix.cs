using Platform.Geography;

namespace Platform.Drivers.Domain.Locations;

/// <summary>A position at a time, as a device tells it.</summary>
/// <param name="Point">Where.</param>
/// <param name="Time">When, by the device's clock.</param>
/// <param name="AccuracyMeters">The radius that it is within with 68 %; null for not known.</param>
/// <param name="HeadingDegrees">Where the vehicle heads, from north by east; null for not known.</param>
/// <param name="SpeedMps">How fast it is, metres a second; null for not known.</param>
public sealed record Fix(GeoPoint Point, DateTimeOffset Time, double? AccuracyMeters, double? HeadingDegrees, double? SpeedMps);

/// <summary>What becomes of a fix.</summary>
public enum FixVerdict
{
    /// <summary>It counts.</summary>
    Accepted,

    /// <summary>It is not newer than the last one, or too old.</summary>
    Late,

    /// <summary>It is in the future.</summary>
    Future,

    /// <summary>It is too rough.</summary>
    Inaccurate,

    /// <summary>Nobody drives there in the time.</summary>
    Implausible,
}
