using Platform.Geography;

namespace Platform.Drivers.Domain.Regions;

/// <summary>Asks for available drivers.</summary>
/// <param name="Center">Around what.</param>
/// <param name="RadiusMeters">Up to what distance.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="VehicleClass">Only this class; empty for all.</param>
/// <param name="MinRating">Only drivers rated as well; 0 for all.</param>
/// <param name="Excluded">Not these.</param>
public sealed record CandidateQuery(GeoPoint Center, double RadiusMeters, int Limit, string VehicleClass, double MinRating, IReadOnlyList<string> Excluded);

/// <summary>A driver who can take a ride.</summary>
/// <param name="DistanceMeters">How far away, by haversine.</param>
/// <param name="Presence">The driver.</param>
public sealed record Candidate(double DistanceMeters, Presence Presence);
