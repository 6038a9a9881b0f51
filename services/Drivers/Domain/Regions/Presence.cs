using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Shifts;

namespace Platform.Drivers.Domain.Regions;

/// <summary>What a driver's actor tells a region.</summary>
/// <param name="Driver">The driver's id.</param>
/// <param name="Stamp">Grows with everything that a driver's actor tells regions: what has a lower one is older.</param>
/// <param name="Fixes">The positions that the actor has taken, oldest first; none where only something else has changed.</param>
/// <param name="Availability">Whether the driver can take a ride; offline takes the driver out.</param>
/// <param name="Ride">The ride that the driver has; empty for none.</param>
/// <param name="Rating">The driver's rating.</param>
/// <param name="AcceptanceRate">What share of offers the driver accepts.</param>
/// <param name="Vehicle">The vehicle.</param>
public sealed record Presence(
    string Driver,
    long Stamp,
    IReadOnlyList<Fix> Fixes,
    Availability Availability,
    string Ride,
    double Rating,
    double AcceptanceRate,
    Vehicle Vehicle);
