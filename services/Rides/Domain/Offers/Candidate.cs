using Platform.Geography;

namespace Platform.Rides.Domain.Offers;

/// <summary>A driver who could take a ride.</summary>
/// <param name="Driver"><c>drivers/{user}</c>.</param>
/// <param name="Location">Where they are.</param>
/// <param name="HeadingDegrees">Where they go, clockwise from north; null while they stand.</param>
/// <param name="RatingTenths">Tenths of stars, 10 to 50; 0 for none so far.</param>
/// <param name="AcceptanceRate">How many offers they accept, 0 to 1.</param>
/// <param name="Vehicle">What they drive.</param>
internal sealed record Candidate(string Driver, GeoPoint Location, double? HeadingDegrees, int RatingTenths, double AcceptanceRate, string Vehicle);
