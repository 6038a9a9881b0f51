using Platform.Geography;
using Platform.Rides.Domain.Routing;

namespace Platform.Rides.Domain.Offers;

/// <summary>
/// How well a driver fits a pickup, 0 to 1: a weighted sum of how soon they are there, how riders rate them, how often they accept, and whether they drive that
/// way already.
/// </summary>
internal static class CandidateScore
{
    private const double EtaWeight = 0.6;
    private const double RatingWeight = 0.15;
    private const double AcceptanceWeight = 0.15;
    private const double HeadingWeight = 0.1;

    // Who needs longer gets nothing for being near.
    private static readonly TimeSpan LongestEta = TimeSpan.FromMinutes(20);
    // A driver without ratings is taken for a usual one.
    private const int UsualRatingTenths = 45;

    /// <summary>The score.</summary>
    public static double Of(Candidate driver, GeoPoint pickup)
    {
        var eta = EtaOf(driver, pickup);
        var rating = driver.RatingTenths == 0 ? UsualRatingTenths : driver.RatingTenths;
        return (EtaWeight * (1 - Math.Min(1, eta / LongestEta)))
            + (RatingWeight * (Math.Clamp(rating, 10, 50) - 10) / 40.0)
            + (AcceptanceWeight * Math.Clamp(driver.AcceptanceRate, 0, 1))
            + (HeadingWeight * Towards(driver, pickup));
    }

    /// <summary>How long a driver takes to the pickup.</summary>
    public static TimeSpan EtaOf(Candidate driver, GeoPoint pickup) => RouteEstimator.AsTheCrowFlies(driver.Location, pickup).Duration;

    /// <summary>The best, best first; of equals the first by name, so that the same drivers give the same answer.</summary>
    public static IReadOnlyList<Candidate> Best(IEnumerable<Candidate> drivers, GeoPoint pickup, int count) =>
        [.. drivers.OrderByDescending(driver => Of(driver, pickup)).ThenBy(driver => driver.Driver, StringComparer.Ordinal).Take(count)];

    // 1 straight there, 0 straight away, a half for who stands.
    private static double Towards(Candidate driver, GeoPoint pickup) => driver.HeadingDegrees is { } heading
        ? (1 + Math.Cos((heading - GreatCircle.BearingDegrees(driver.Location, pickup)) * Math.PI / 180)) / 2
        : 0.5;
}
