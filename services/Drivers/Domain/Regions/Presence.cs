using Platform.Drivers.Domain.Shifts;
using Platform.Geography;

namespace Platform.Drivers.Domain.Regions;

/// <summary>What a region knows of a driver.</summary>
/// <param name="Driver">The driver's id.</param>
/// <param name="Point">Where.</param>
/// <param name="SeenTime">When the driver was heard of there, by the service's clock.</param>
/// <param name="Stamp">Grows with everything that a driver tells regions: what has a lower one is older.</param>
/// <param name="Availability">Whether the driver can take a ride; offline takes the driver out.</param>
/// <param name="HeadingDegrees">Where the vehicle heads.</param>
/// <param name="SpeedMps">How fast it is, metres a second.</param>
/// <param name="Rating">The driver's rating.</param>
/// <param name="AcceptanceRate">What share of offers the driver accepts.</param>
/// <param name="Vehicle">The vehicle.</param>
public sealed record Presence(
    string Driver,
    GeoPoint Point,
    DateTimeOffset SeenTime,
    long Stamp,
    Availability Availability,
    double HeadingDegrees,
    double SpeedMps,
    double Rating,
    double AcceptanceRate,
    Vehicle Vehicle);
