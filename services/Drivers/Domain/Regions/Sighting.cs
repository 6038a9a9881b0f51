using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Shifts;

namespace Platform.Drivers.Domain.Regions;

/// <summary>A driver says where they are.</summary>
/// <param name="Driver">The driver's id.</param>
/// <param name="Fixes">Where, oldest first.</param>
public sealed record Report(string Driver, IReadOnlyList<Fix> Fixes);

/// <summary>What becomes of a report.</summary>
/// <param name="Verdicts">One for each position.</param>
/// <param name="Availability">Whether the driver can take a ride; when offline nothing counts.</param>
/// <param name="Ride">The ride that the driver has; empty for none.</param>
/// <param name="Move">Where others should hear that the driver is; null where they need not.</param>
public sealed record Sighting(IReadOnlyList<FixVerdict> Verdicts, Availability Availability, string Ride, Fix? Move);

/// <summary>Where a driver is.</summary>
/// <param name="Last">The last position; null where none is known.</param>
/// <param name="HeardTime">When the driver was last heard of there; no later, where the driver is not known.</param>
/// <param name="Samples">The positions to keep since the last time that anybody asked.</param>
public sealed record Whereabouts(Fix? Last, DateTimeOffset HeardTime, IReadOnlyList<Fix> Samples);
