using Platform.Drivers.Domain.Locations;
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
/// <param name="Driver">The driver's id.</param>
/// <param name="HeardTime">When the driver was last heard of.</param>
/// <param name="Position">Where.</param>
/// <param name="Rating">The driver's rating.</param>
/// <param name="AcceptanceRate">What share of offers the driver accepts.</param>
/// <param name="Vehicle">The vehicle.</param>
public sealed record Candidate(
    double DistanceMeters, string Driver, DateTimeOffset HeardTime, Fix Position, double Rating, double AcceptanceRate, Vehicle Vehicle);
