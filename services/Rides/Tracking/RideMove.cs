using Platform.Geography;

namespace Platform.Rides.Tracking;

/// <summary>A driver with a ride moved.</summary>
/// <param name="RideId">The ride.</param>
/// <param name="Driver">The driver's name.</param>
/// <param name="Location">Where.</param>
/// <param name="HeadingDegrees">Where the vehicle heads, from north by east.</param>
/// <param name="Time">When.</param>
internal sealed record RideMove(string RideId, string Driver, GeoPoint Location, double HeadingDegrees, DateTimeOffset Time);

/// <summary>Where a vehicle is.</summary>
/// <param name="Location">Where.</param>
/// <param name="Time">When.</param>
/// <param name="Eta">How long it still takes.</param>
/// <param name="MetersLeft">How far it still is.</param>
internal sealed record RidePosition(GeoPoint Location, DateTimeOffset Time, TimeSpan Eta, long MetersLeft);
