using Platform.Geography;
using Platform.Rides.Domain.Offers;

namespace Platform.Rides.Tests.Domain;

public sealed class CandidateScoreTests
{
    private static readonly GeoPoint Pickup = new(41.88, -87.63);
    private static readonly Candidate Usual = new("drivers/a", new GeoPoint(41.87, -87.63), null, 45, 0.8, "");

    [Fact]
    public void Of_Nearer_IsBetter() => ShouldBeBetter(Usual with { Location = new GeoPoint(41.875, -87.63) });

    [Fact]
    public void Of_RatedBetter_IsBetter() => ShouldBeBetter(Usual with { RatingTenths = 50 });

    [Fact]
    public void Of_AcceptsMore_IsBetter() => ShouldBeBetter(Usual with { AcceptanceRate = 1 });

    [Fact]
    public void Of_DrivesThere_IsBetterThanStandingAndThatThanDrivingAway()
    {
        ShouldBeBetter(Usual with { HeadingDegrees = 0 });
        CandidateScore.Of(Usual with { HeadingDegrees = 180 }, Pickup).ShouldBeLessThan(CandidateScore.Of(Usual, Pickup));
    }

    [Fact]
    public void Of_NotRatedYet_IsLikeAUsualOne() =>
        CandidateScore.Of(Usual with { RatingTenths = 0 }, Pickup).ShouldBe(CandidateScore.Of(Usual, Pickup));

    [Fact]
    public void Of_Anybody_IsBetweenNothingAndOne()
    {
        CandidateScore.Of(new Candidate("drivers/x", new GeoPoint(-41, 90), 180, 10, 0, ""), Pickup).ShouldBeInRange(0, 1);
        CandidateScore.Of(new Candidate("drivers/x", Pickup, null, 50, 1, ""), Pickup).ShouldBeInRange(0.9, 1);
    }

    [Fact]
    public void Best_Equals_AreTakenByName() =>
        CandidateScore.Best([Usual with { Driver = "drivers/c" }, Usual with { Driver = "drivers/b" }, Usual], Pickup, 2)
            .Select(driver => driver.Driver).ShouldBe(["drivers/a", "drivers/b"]);

    private static void ShouldBeBetter(Candidate driver) => CandidateScore.Of(driver, Pickup).ShouldBeGreaterThan(CandidateScore.Of(Usual, Pickup));
}
