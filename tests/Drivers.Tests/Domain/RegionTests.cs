using Platform.Drivers.Domain;
using Platform.Drivers.Domain.Locations;
using Platform.Drivers.Domain.Regions;
using Platform.Drivers.Domain.Shifts;
using Platform.Geography;

namespace Platform.Drivers.Tests.Domain;

public sealed class RegionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Region _region = new(City.Rules, Now.AddHours(-1));

    [Fact]
    public void Find_ManyDrivers_AreThoseWhoSuit()
    {
        _region.Put(Of("silent", 150), Now.AddSeconds(-30));
        _region.Put(Of("near", 100), Now);
        _region.Put(Of("excluded", 110), Now);
        _region.Put(Of("paused", 120) with { Availability = Availability.Paused }, Now);
        _region.Put(Of("bad", 130) with { Rating = 3.9 }, Now);
        _region.Put(Of("big", 140) with { Vehicle = new Vehicle("xl", "", "", "", 6) }, Now);
        _region.Put(Of("far", 4000), Now);
        _region.Put(Of("outside", 5001), Now);

        var found = _region.Find(new CandidateQuery(City.Centre, 5000, 10, "economy", 4, ["excluded"]), Now);

        found.Select(candidate => candidate.Driver).ShouldBe(["near", "far"]);
        found[0].DistanceMeters.ShouldBe(100, 0.1);
    }

    [Fact]
    public void Put_WhatIsOlder_ChangesNothing()
    {
        _region.Put(Of("driver", 100) with { Stamp = 2, Availability = Availability.Offered }, Now);
        _region.Put(Of("driver", 100) with { Stamp = 1 }, Now);

        _region.Find(new CandidateQuery(City.Centre, 5000, 10, "", 0, []), Now).ShouldBeEmpty();
    }

    [Fact]
    public void Put_WithoutAPosition_ChangesOnlyWhoIsKnown()
    {
        _region.Put(Of("driver", 100), Now);
        _region.Put(Of("driver", 0) with { Stamp = 2, Fixes = [], Availability = Availability.Assigned, Ride = "ride" }, Now);
        _region.Put(Of("unknown", 0) with { Fixes = [] }, Now);

        _region.Count.ShouldBe(1);
        var sighting = _region.Take(new Report("driver", [At(110, Now.AddSeconds(2))]), Now.AddSeconds(2)).ShouldNotBeNull();
        (sighting.Availability, sighting.Ride).ShouldBe((Availability.Assigned, "ride"));
        sighting.Move.ShouldNotBeNull().SpeedMps!.Value.ShouldBe(5, 0.05);
    }

    [Fact]
    public void Take_OfWhoWasNotConfirmed_IsForTheActor()
    {
        _region.Put(Of("driver", 100), Now);
        Sighting? Take(string driver, int seconds) => _region.Take(new Report(driver, [At(100, Now.AddSeconds(seconds))]), Now.AddSeconds(seconds));

        Take("unknown", 1).ShouldBeNull();
        Take("driver", 29).ShouldNotBeNull().Verdicts.ShouldBe([FixVerdict.Accepted]);
        Take("driver", 58).ShouldNotBeNull();
        Take("driver", 60).ShouldBeNull();
    }

    [Fact]
    public void Take_OfWhoFellSilent_IsForTheActor()
    {
        _region.Put(Of("driver", 100), Now);

        _region.Take(new Report("driver", [At(100, Now.AddSeconds(30))]), Now.AddSeconds(30)).ShouldBeNull();
    }

    [Fact]
    public void See_SomebodyKnown_HandsOverSamplesOnce()
    {
        _region.Put(Of("driver", 0), Now);
        for (var i = 1; i <= 25; i++)
        {
            _region.Take(new Report("driver", [At(i, Now.AddSeconds(i))]), Now.AddSeconds(i));
        }

        var seen = _region.See("driver");

        seen.Samples.Select(sample => sample.Time).ShouldBe([Now, Now.AddSeconds(10), Now.AddSeconds(20)]);
        (seen.HeardTime, seen.Last?.Time).ShouldBe((Now.AddSeconds(25), Now.AddSeconds(25)));
        _region.See("driver").Samples.ShouldBeEmpty();
    }

    [Fact]
    public void See_SomebodyUnknown_WasNotHeardOfSinceTheBeginning() => _region.See("unknown").HeardTime.ShouldBe(Now.AddHours(-1));

    [Fact]
    public void Sweep_AfterSilence_TellsWhoIsSilentThenForgets()
    {
        _region.Put(Of("silent", 100), Now);
        _region.Put(Of("there", 100), Now.AddSeconds(29));

        _region.Sweep(Now.AddSeconds(30)).ShouldBe(["silent"]);
        _region.Count.ShouldBe(2);
        _region.Sweep(Now.AddSeconds(60)).ShouldBe(["silent", "there"]);
        _region.Count.ShouldBe(1);
    }

    [Fact]
    public void CountByCell_Drivers_AreCounted()
    {
        _region.Put(Of("silent", 102), Now.AddSeconds(-31));
        _region.Put(Of("one", 100), Now);
        _region.Put(Of("two", 101) with { Availability = Availability.OnTrip }, Now);

        _region.CountByCell(Now).ShouldBe([new CellCount(Geohash.Encode(City.Centre, 5), 2, 1)]);
    }

    [Fact]
    public void Around_AnyCircle_HasTheRegionsOfItsPoints()
    {
        var random = new Random(9);
        var map = new RegionMap(4);
        for (var i = 0; i < 3000; i++)
        {
            // Half of them where regions change: at 80 degrees, and at the poles and 180 degrees.
            var latitude = i % 2 == 0 ? 80 + ((random.NextDouble() - 0.5) * 0.4) : (random.NextDouble() * 180) - 90;
            var center = new GeoPoint(i % 4 < 2 ? latitude : -latitude, i % 3 == 0 ? 179.99 : (random.NextDouble() * 360) - 180);
            var other = new GeoPoint(
                Math.Clamp(center.Latitude + ((random.NextDouble() - 0.5) * 0.2), -90, 90), ((center.Longitude + (random.NextDouble() * 0.3) + 180) % 360) - 180);

            var regions = map.Around(center, center.DistanceKm(other));

            regions.Single(region => region.Region == map.Of(other)).DistanceKm.ShouldBeLessThanOrEqualTo(center.DistanceKm(other) + 1e-6);
            regions.Select(region => region.DistanceKm).ShouldBeInOrder();
            regions[0].DistanceKm.ShouldBe(0);
        }
    }

    [Fact]
    public void Around_ACircleBesideACorner_LacksTheRegionBehindIt()
    {
        // Regions of 39 × 20 km, of which three meet the circle, and the fourth only its square.
        Geohash.TryDecode("6gyf", out var corner).ShouldBeTrue();
        var center = new GeoPoint(corner.North - 0.04, corner.East - 0.04);

        var regions = new RegionMap(4).Around(center, 5);

        regions.Count.ShouldBe(3);
        regions.ShouldAllBe(region => region.DistanceKm < 5);
    }

    [Fact]
    public void Around_APole_AreFewRegions() => new RegionMap(4).Around(new GeoPoint(89.99, 0), 50).Count.ShouldBe(8);

    private static Presence Of(string driver, double metersAway) =>
        new(driver, 1, [At(metersAway, Now)], Availability.Available, "", 5, 1, new Vehicle("economy", "", "", "", 4));

    private static Fix At(double metersAway, DateTimeOffset time) =>
        new(City.Centre with { Latitude = City.Centre.Latitude + (metersAway / 111_195) }, time, null, null, null);
}
