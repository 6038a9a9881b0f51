using Platform.Drivers.Domain.Locations;

namespace Platform.Drivers.Events;

/// <summary>A driver with a ride is somewhere else.</summary>
/// <param name="Driver">The driver's id.</param>
/// <param name="Ride">The ride's id.</param>
/// <param name="Fix">Where.</param>
internal sealed record DriverMove(string Driver, string Ride, Fix Fix);
