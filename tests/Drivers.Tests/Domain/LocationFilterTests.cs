using Platform.Drivers.Domain.Locations;
using Platform.Geography;

namespace Platform.Drivers.Tests.Domain;

public sealed class LocationFilterTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly LocationRules Rules = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), 100, 70);
    private static readonly GeoPoint Place = new(-20.47, -54.55);

    private readonly LocationFilter _filter = new(Rules);

    [Theory]
    [InlineData(0, null, FixVerdict.Accepted)]
    [InlineData(10, null, FixVerdict.Accepted)]
    [InlineData(10.001, null, FixVerdict.Future)]
    [InlineData(-30, null, FixVerdict.Accepted)]
    [InlineData(-30.001, null, FixVerdict.Late)]
    [InlineData(0, 100.0, FixVerdict.Accepted)]
    [InlineData(0, 100.1, FixVerdict.Inaccurate)]
    public void Take_TheFirst_IsJudgedByItself(double seconds, double? accuracy, FixVerdict verdict) =>
        _filter.Take(new Fix(Place, Now.AddSeconds(seconds), accuracy, null, null), Now).ShouldBe(verdict);

    [Theory]
    [InlineData(0, FixVerdict.Late)]
    [InlineData(-1, FixVerdict.Late)]
    [InlineData(1, FixVerdict.Accepted)]
    public void Take_OutOfOrder_IsLate(double seconds, FixVerdict verdict)
    {
        Take(Place, 0);

        Take(Place, seconds).ShouldBe(verdict);
    }

    [Theory]
    // Two fixes without accuracy are each up to 10 m off.
    [InlineData(71, 1, FixVerdict.Accepted)]
    [InlineData(89, 1, FixVerdict.Accepted)]
    [InlineData(91, 1, FixVerdict.Implausible)]
    [InlineData(700, 10, FixVerdict.Accepted)]
    [InlineData(5000, 10, FixVerdict.Implausible)]
    public void Take_AJump_IsPlausibleWhereSomebodyCouldDriveIt(double meters, double seconds, FixVerdict verdict)
    {
        Take(Place, 0);

        Take(NorthOf(Place, meters), seconds).ShouldBe(verdict);
    }

    [Fact]
    public void Take_AJumpAfterSilence_Counts()
    {
        Take(Place, 0);

        _filter.Take(new Fix(new GeoPoint(41.88, -87.63), Now.AddSeconds(31), null, null, null), Now.AddSeconds(31)).ShouldBe(FixVerdict.Accepted);
    }

    [Fact]
    public void Take_WithoutHeadingAndSpeed_WorksThemOut()
    {
        Take(Place, 0);
        Take(NorthOf(Place, -100), 10);

        _filter.Last!.HeadingDegrees!.Value.ShouldBe(180, 0.01);
        _filter.Last.SpeedMps!.Value.ShouldBe(10, 0.05);

        Take(NorthOf(Place, -101), 11);

        _filter.Last.HeadingDegrees!.Value.ShouldBe(180, 0.01);
        _filter.Last.SpeedMps.ShouldBe(0);
    }

    [Fact]
    public void Take_WhatIsRejected_ChangesNothing()
    {
        Take(Place, 0);
        Take(NorthOf(Place, 5000), 5);

        _filter.Last!.Point.ShouldBe(Place);
    }

    private FixVerdict Take(GeoPoint point, double seconds) => _filter.Take(new Fix(point, Now.AddSeconds(seconds), null, null, null), Now.AddSeconds(seconds));

    private static GeoPoint NorthOf(GeoPoint point, double meters) => point with { Latitude = point.Latitude + (meters / 111_195) };
}
