using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;
using Platform.Drivers.Events;
using Platform.Drivers.V1;
using Platform.Testing;
using Platform.Testing.Services;
using static Platform.Drivers.V1.ReportLocationResponse.Types;

namespace Platform.Drivers.Tests.Api;

public sealed class LocationTests(DriversFixture drivers) : IClassFixture<DriversFixture>
{
    [Fact]
    public async Task ReportLocation_ABatch_TellsWhichDoNotCount()
    {
        var place = DriversFixture.NewPlace();
        var id = await drivers.NewDriverAsync(place);
        Position Later(double seconds, double meters, double? accuracy = null)
        {
            var position = new Position { Location = DriversFixture.North(place, meters), Time = drivers.Clock.GetUtcNow().AddSeconds(seconds).ToTimestamp() };
            if (accuracy is { } radius) position.AccuracyMeters = radius;
            return position;
        }

        var response = await drivers.ReportAsync(id, Later(1, 10), Later(1, 11), Later(2, 5000), Later(3, 30, accuracy: 200), Later(5, 50, accuracy: 5), Later(11, 60));

        response.AcceptedCount.ShouldBe(2);
        response.Rejections.Select(each => (each.Index, each.Reason)).ShouldBe([(1, Reason.Late), (2, Reason.Implausible), (3, Reason.Inaccurate), (5, Reason.Future)]);
        var driver = await drivers.GetAsync(id);
        driver.Position.Location.ShouldBe(DriversFixture.North(place, 50));
        driver.Position.HeadingDegrees.ShouldBe(0, 0.01);
        driver.Position.SpeedMps.ShouldBe(10, 0.05);
    }

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(90.1, 0)]
    [InlineData(0, -180.1)]
    public async Task ReportLocation_NoPlaceOnEarth_IsInvalid(double latitude, double longitude)
    {
        var id = await drivers.NewDriverAsync(DriversFixture.NewPlace());

        (await drivers.ReportAsync(id, new Position { Location = new LatLng { Latitude = latitude, Longitude = longitude } }).ShouldBeInvalidAsync())
            .ShouldBe(["positions[0].location", "positions[0].time"]);
    }

    [Fact]
    public async Task ReportLocation_TooMany_IsInvalid()
    {
        var id = await drivers.NewDriverAsync(DriversFixture.NewPlace());

        (await drivers.ReportAsync(id).ShouldBeInvalidAsync()).ShouldBe(["positions"]);
        (await drivers.ReportAsync(id, Enumerable.Repeat(drivers.At(new LatLng()), 101)).ShouldBeInvalidAsync()).ShouldBe(["positions"]);
    }

    [Fact]
    public async Task StreamLocations_ManyReports_AreCounted()
    {
        var place = DriversFixture.NewPlace();
        var id = await drivers.NewDriverAsync(place);
        using var stream = drivers.Client.StreamLocations(DriversFixture.By(id));

        for (var i = 1; i <= 5; i++)
        {
            var position = new Position { Location = DriversFixture.North(place, i * 10), Time = drivers.Clock.GetUtcNow().AddSeconds(i).ToTimestamp() };
            await stream.RequestStream.WriteAsync(new StreamLocationsRequest { Name = i == 1 ? "drivers/me" : "", Positions = { position, position } });
        }

        await stream.RequestStream.CompleteAsync();
        var summary = await stream;
        (summary.AcceptedCount, summary.RejectedCount).ShouldBe((5, 5));
        (await drivers.GetAsync(id)).Position.Location.ShouldBe(DriversFixture.North(place, 50));
    }

    [Fact]
    public async Task StreamLocations_ForSomebodyElse_IsRefused()
    {
        var id = await drivers.NewDriverAsync(DriversFixture.NewPlace());
        using var stream = drivers.Client.StreamLocations(DriversFixture.By("other"));

        await stream.RequestStream.WriteAsync(new StreamLocationsRequest { Name = "drivers/" + id, Positions = { drivers.At(new LatLng()) } });

        (await Should.ThrowAsync<RpcException>(async () => await stream)).StatusCode.ShouldBe(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task StreamLocations_WithoutTheRole_IsRefused()
    {
        using var stream = drivers.Client.StreamLocations(CallAssertions.By("rider"));

        (await Should.ThrowAsync<RpcException>(async () => await stream)).StatusCode.ShouldBe(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task FindCandidates_OverABorderOfRegions_AreNearestFirst()
    {
        // Regions end at multiples of 0.17578125 degrees of latitude, and at 180 degrees.
        var border = new LatLng { Latitude = 0.17578125 * 20, Longitude = 180 };
        var north = await drivers.NewDriverAsync(DriversFixture.North(border, 50));
        var south = await drivers.NewDriverAsync(DriversFixture.North(border, -100));
        var west = await drivers.NewDriverAsync(new LatLng { Latitude = border.Latitude, Longitude = -179.998 });
        var far = await drivers.NewDriverAsync(DriversFixture.North(border, 3000));

        (await drivers.FindAsync(border)).ShouldBe([north, south, west, far]);
        (await drivers.FindAsync(border, 500)).ShouldBe([north, south, west]);
    }

    [Fact]
    public async Task FindCandidates_OverABorder_AreFoundWhereTheyAreNearerThanThoseOfTheOwnRegion()
    {
        var border = new LatLng { Latitude = 0.17578125 * 25, Longitude = 55 };
        var own = await drivers.NewDriverAsync(DriversFixture.North(border, -1500));
        var other = await drivers.NewDriverAsync(DriversFixture.North(border, 1000));

        async Task<string> NearestAsync(double metersNorth)
        {
            var request = new FindCandidatesRequest { Pickup = DriversFixture.North(border, metersNorth), RadiusMeters = 5000, Limit = 1 };
            return (await drivers.Client.FindCandidatesAsync(request)).Candidates.Single().Driver["drivers/".Length..];
        }

        // Half way is 250 m south of the border.
        (await Task.WhenAll(new[] { 100.0, -200, -300, -1400 }.Select(NearestAsync))).ShouldBe([other, other, own, own]);
    }

    [Fact]
    public async Task FindCandidates_WhoDroveToAnotherRegion_IsFoundThereOnly()
    {
        var place = new LatLng { Latitude = 0.17578125 * 30, Longitude = 77 };
        var id = await drivers.NewDriverAsync(DriversFixture.North(place, 20));
        var later = new Position { Location = DriversFixture.North(place, -20), Time = drivers.Clock.GetUtcNow().AddSeconds(2).ToTimestamp() };

        await drivers.ReportAsync(id, later);

        (await drivers.FindAsync(place)).ShouldBe([id]);
        (await drivers.FindAsync(DriversFixture.North(place, 20), 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task FindCandidates_WithFilters_AreThoseWhoSuit()
    {
        var place = DriversFixture.NewPlace();
        var (economy, big) = (await drivers.NewDriverAsync(place), await drivers.NewDriverAsync(DriversFixture.North(place, 10), "xl"));
        await drivers.Client.RecordRatingAsync(new RecordRatingRequest { Driver = "drivers/" + economy, Ride = "rides/r", Stars = 4 });
        var request = new FindCandidatesRequest { Pickup = place, RadiusMeters = 100 };

        async Task<IEnumerable<string>> FindAsync(Action<FindCandidatesRequest> narrow)
        {
            var narrowed = request.Clone();
            narrow(narrowed);
            return (await drivers.Client.FindCandidatesAsync(narrowed)).Candidates.Select(each => each.Driver["drivers/".Length..]);
        }

        (await FindAsync(_ => { })).ShouldBe([economy, big]);
        (await FindAsync(narrowed => narrowed.VehicleClass = "xl")).ShouldBe([big]);
        (await FindAsync(narrowed => narrowed.MinRatingTenths = 45)).ShouldBe([big]);
        (await FindAsync(narrowed => narrowed.ExcludedDrivers.Add("drivers/" + big))).ShouldBe([economy]);
        (await FindAsync(narrowed => narrowed.Limit = 1)).ShouldBe([economy]);
    }

    [Fact]
    public async Task FindCandidates_BadFields_AreNamed() =>
        (await drivers.Client.FindCandidatesAsync(new FindCandidatesRequest { RadiusMeters = double.NaN, MinRatingTenths = 9, Limit = 201, VehicleClass = "X", ExcludedDrivers = { "x" } })
            .ShouldBeInvalidAsync()).ShouldBe(["pickup", "radius_meters", "vehicle_class", "min_rating_tenths", "limit", "excluded_drivers"]);

    [Fact]
    public async Task NearbyDrivers_APlaceAsText_ShowsNoNames()
    {
        var place = DriversFixture.NewPlace();
        await drivers.NewDriverAsync(DriversFixture.North(place, 100));
        var rider = CallAssertions.By("rider");

        var found = await drivers.Client.NearbyDriversAsync(new NearbyDriversRequest { Location = FormattableString.Invariant($"{place.Latitude},{place.Longitude}") }, rider);

        found.Drivers.ShouldHaveSingleItem().DistanceMeters.ShouldBe(100, 0.1);
        foreach (var bad in new[] { "", "1", "1,2,3", "x,1", "91,0", "NaN,0" })
        {
            (await drivers.Client.NearbyDriversAsync(new NearbyDriversRequest { Location = bad }, rider).ShouldBeInvalidAsync()).ShouldBe(["location"]);
        }
    }

    [Fact]
    public async Task Moves_OnARide_AreToldOnceASecond()
    {
        var (driver, offer) = await drivers.NewOfferedDriverAsync();
        var start = (await drivers.GetAsync(driver)).Position.Location;
        await drivers.ReportAsync(driver, drivers.At(start));
        await drivers.AcceptAsync(driver, offer.OfferId);
        for (var i = 1; i <= 8; i++)
        {
            drivers.Clock.Advance(TimeSpan.FromSeconds(0.5));
            await drivers.ReportAsync(driver, drivers.At(DriversFixture.North(start, i * 5)));
        }

        List<DriverMove> moves = [];
        await Eventually.AssertAsync(() =>
        {
            // Moves are told together, a moment later.
            drivers.Clock.Advance(TimeSpan.FromSeconds(0.1));
            moves = [.. drivers.Events.Moved.Where(each => each.Driver == driver)];
            moves.Count.ShouldBe(4);
        });
        moves.Select(move => "rides/" + move.Ride).Distinct().ShouldBe([offer.Ride]);
        moves[^1].Fix.SpeedMps!.Value.ShouldBe(10, 0.5);
    }

    [Fact]
    public async Task ReportLocation_AfterAMinute_IsConfirmedByTheActor()
    {
        var place = DriversFixture.NewPlace();
        var id = await drivers.NewDriverAsync(place);
        for (var i = 1; i <= 7; i++)
        {
            drivers.Clock.Advance(TimeSpan.FromSeconds(10));
            (await drivers.ReportAsync(id, drivers.At(DriversFixture.North(place, i * 50)))).AcceptedCount.ShouldBe(1);
        }

        (await drivers.FindAsync(DriversFixture.North(place, 350), 10)).ShouldBe([id]);
        (await drivers.GetAsync(id)).Position.SpeedMps.ShouldBe(5, 0.05);
        (await drivers.ReportAsync(id, drivers.At(DriversFixture.North(place, 350)))).Rejections.ShouldHaveSingleItem().Reason.ShouldBe(Reason.Late);
    }

    [Fact]
    public async Task Counts_WhileDriversReport_AreTold()
    {
        var place = DriversFixture.NewPlace();
        var (one, _) = (await drivers.NewDriverAsync(place), await drivers.NewDriverAsync(place));
        await drivers.Client.PauseDriverAsync(new PauseDriverRequest { Name = "drivers/me" }, DriversFixture.By(one));

        drivers.Clock.Advance(TimeSpan.FromSeconds(10));

        var cell = Geography.Geohash.Encode(new Geography.GeoPoint(place.Latitude, place.Longitude), 5);
        await Eventually.AssertAsync(() => drivers.Events.Counted.Last(each => cell.StartsWith(each.Region, StringComparison.Ordinal)).Cells.ShouldBe([new(cell, 2, 1)]));
    }
}
