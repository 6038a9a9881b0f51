namespace Platform.Rides.Domain.Routing;

/// <summary>A way between two points.</summary>
/// <param name="Meters">How far.</param>
/// <param name="Duration">How long.</param>
/// <param name="IsByRoads">Whether it was found on the road graph.</param>
internal sealed record Route(long Meters, TimeSpan Duration, bool IsByRoads);
