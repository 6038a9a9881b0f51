using Platform.Drivers.Domain;
using Platform.Drivers.Domain.Regions;
using Platform.Drivers.Domain.Shifts;
using Platform.Geography;

namespace Platform.Drivers.Tests.Domain;

public sealed class RegionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly GeoPoint Place = new(-20.47, -54.55);

    private readonly Region _region = new(6, TimeSpan.FromSeconds(30));

    [Fact]
    public void Find_ManyDrivers_AreThoseWhoSuit()
    {
        _region.Put(Of("near", 100));
        _region.Put(Of("excluded", 110));
        _region.Put(Of("paused", 120) with { Availability = Availability.Paused });
        _region.Put(Of("bad", 130) with { Rating = 3.9 });
        _region.Put(Of("big", 140) with { Vehicle = new Vehicle("xl", "", "", "", 6) });
        _region.Put(Of("silent", 150) with { SeenTime = Now.AddSeconds(-30) });
        _region.Put(Of("far", 4000));
        _region.Put(Of("outside", 5001));

        var found = _region.Find(new CandidateQuery(Place, 5000, 10, "economy", 4, ["excluded"]), Now);

        found.Select(candidate => candidate.Presence.Driver).ShouldBe(["near", "far"]);
        found[0].DistanceMeters.ShouldBe(100, 0.1);
    }

    [Fact]
    public void Put_WhatIsOlder_ChangesNothing()
    {
        _region.Put(Of("driver", 100) with { Stamp = 2, Availability = Availability.Offered });
        _region.Put(Of("driver", 100) with { Stamp = 1 });

        _region.Find(new CandidateQuery(Place, 5000, 10, "", 0, []), Now).ShouldBeEmpty();
    }

    [Fact]
    public void Sweep_AfterSilence_Forgets()
    {
        _region.Put(Of("silent", 100));
        _region.Put(Of("there", 100) with { SeenTime = Now.AddSeconds(29) });

        _region.Sweep(Now.AddSeconds(30));

        _region.Count.ShouldBe(1);
    }

    [Fact]
    public void CountByCell_Drivers_AreCounted()
    {
        _region.Put(Of("one", 100));
        _region.Put(Of("two", 101) with { Availability = Availability.OnTrip });
        _region.Put(Of("silent", 102) with { SeenTime = Now.AddSeconds(-31) });

        _region.CountByCell(Now).ShouldBe([new CellCount(Geohash.Encode(Place, 5), 2, 1)]);
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

            map.Around(center, center.DistanceKm(other)).ShouldContain(map.Of(other));
        }
    }

    [Fact]
    public void Around_APole_AreFewRegions() => new RegionMap(4).Around(new GeoPoint(89.99, 0), 50).Count.ShouldBe(8);

    private static Presence Of(string driver, double metersAway) => new(
        driver,
        Place with { Latitude = Place.Latitude + (metersAway / 111_195) },
        Now,
        1,
        Availability.Available,
        0,
        0,
        5,
        1,
        new Vehicle("economy", "", "", "", 4));
}
