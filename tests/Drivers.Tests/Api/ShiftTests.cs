using Grpc.Core;
using Platform.Drivers.V1;
using Platform.Testing.Services;
using static Platform.Drivers.V1.Driver.Types;

namespace Platform.Drivers.Tests.Api;

public sealed class ShiftTests(DriversFixture drivers) : IClassFixture<DriversFixture>
{
    [Fact]
    public async Task Shift_FromProfileToOffline_GoesThroughItsStates()
    {
        var (id, place) = (DriversFixture.NewId("driver"), DriversFixture.NewPlace());
        var me = DriversFixture.By(id);
        var online = new GoOnlineRequest { Name = "drivers/me" };
        (await drivers.Client.GetDriverAsync(new GetDriverRequest { Name = "drivers/me" }, me).ShouldFailAsync(StatusCode.NotFound)).ShouldBe("DRIVER_NOT_FOUND");
        (await drivers.Client.GoOnlineAsync(online, me).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("VEHICLE_REQUIRED");

        var profile = new Driver { Name = "drivers/me", DisplayName = "Ana", City = "campo-grande", Vehicle = new Vehicle { VehicleClass = "economy", Plate = "HSA-1234" } };
        var made = await drivers.Client.UpdateDriverAsync(new UpdateDriverRequest { Driver = profile }, me);
        (made.Name, made.Availability, made.Rating, made.AcceptanceRate, made.Vehicle.Seats).ShouldBe(("drivers/" + id, Availability.Offline, 5, 1, 4));

        (await drivers.Client.GoOnlineAsync(online, me)).ShiftStartTime.ToDateTimeOffset().ShouldBe(drivers.Clock.GetUtcNow());
        (await drivers.FindAsync(place)).ShouldBeEmpty();
        await drivers.ReportAsync(id, drivers.At(place));
        (await drivers.FindAsync(place)).ShouldBe([id]);

        (await drivers.Client.PauseDriverAsync(new PauseDriverRequest { Name = "drivers/me" }, me)).Availability.ShouldBe(Availability.Paused);
        (await drivers.FindAsync(place)).ShouldBeEmpty();
        (await drivers.Client.GoOnlineAsync(online, me)).Availability.ShouldBe(Availability.Available);
        (await drivers.FindAsync(place)).ShouldBe([id]);

        var offline = await drivers.Client.GoOfflineAsync(new GoOfflineRequest { Name = "drivers/me" }, me);
        (offline.Availability, offline.ShiftStartTime, offline.Position).ShouldBe((Availability.Offline, null, null));
        (await drivers.FindAsync(place)).ShouldBeEmpty();
        (await drivers.Client.PauseDriverAsync(new PauseDriverRequest { Name = "drivers/me" }, me).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("DRIVER_NOT_ONLINE");
        (await drivers.ReportAsync(id, drivers.At(place)).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("DRIVER_NOT_ONLINE");
    }

    [Fact]
    public async Task Silence_HalfAMinute_IsOffline()
    {
        var place = DriversFixture.NewPlace();
        var (silent, there) = (await drivers.NewDriverAsync(place), await drivers.NewDriverAsync(place));

        drivers.Clock.Advance(TimeSpan.FromSeconds(20));
        await drivers.ReportAsync(there, drivers.At(place));
        drivers.Clock.Advance(TimeSpan.FromSeconds(10));

        (await drivers.FindAsync(place)).ShouldBe([there]);
        await drivers.ShouldBeAsync(silent, Availability.Offline);
        await drivers.ShouldBeAsync(there, Availability.Available);
        drivers.Clock.Advance(TimeSpan.FromSeconds(20));
        await drivers.ShouldBeAsync(there, Availability.Offline);
    }

    [Fact]
    public async Task Silence_OnARide_EndsNothing()
    {
        var (driver, offer) = await drivers.NewOfferedDriverAsync();
        await drivers.AcceptAsync(driver, offer.OfferId);

        drivers.Clock.Advance(TimeSpan.FromSeconds(31));
        drivers.Clock.Advance(TimeSpan.FromSeconds(31));
        await drivers.ShouldBeAsync(driver, Availability.Assigned);
        await drivers.Client.ReleaseDriverAsync(new ReleaseDriverRequest { Driver = offer.Driver, Ride = offer.Ride });
        await drivers.ShouldBeAsync(driver, Availability.Available);

        await Testing.Eventually.AssertAsync(async () =>
        {
            drivers.Clock.Advance(TimeSpan.FromSeconds(30));
            (await drivers.GetAsync(driver)).Availability.ShouldBe(Availability.Offline);
        });
    }

    [Fact]
    public async Task GoOffline_OnARide_IsAfterIt()
    {
        var (driver, offer) = await drivers.NewOfferedDriverAsync();
        await drivers.AcceptAsync(driver, offer.OfferId);

        var asked = await drivers.Client.GoOfflineAsync(new GoOfflineRequest { Name = "drivers/me" }, DriversFixture.By(driver));
        await drivers.Client.ReleaseDriverAsync(new ReleaseDriverRequest { Driver = offer.Driver, Ride = offer.Ride });

        asked.Availability.ShouldBe(Availability.Assigned);
        await drivers.ShouldBeAsync(driver, Availability.Offline);
    }

    [Fact]
    public async Task UpdateDriver_WithAMask_ChangesThat()
    {
        var id = await drivers.NewDriverAsync(DriversFixture.NewPlace());
        var update = new UpdateDriverRequest { Driver = new Driver { Name = "drivers/me", DisplayName = "Bia", City = "x" }, UpdateMask = new() { Paths = { "display_name" } } };

        var updated = await drivers.Client.UpdateDriverAsync(update, DriversFixture.By(id));

        (updated.DisplayName, updated.City, updated.Vehicle.VehicleClass).ShouldBe(("Bia", "", "economy"));
    }

    [Fact]
    public async Task UpdateDriver_BadFields_AreNamed()
    {
        var driver = new Driver { Name = "drivers/me", DisplayName = new string('x', 101), City = "São Paulo", Vehicle = new Vehicle { Seats = 17 } };

        (await drivers.Client.UpdateDriverAsync(new UpdateDriverRequest { Driver = driver, UpdateMask = new() { Paths = { "rating" } } }, DriversFixture.By("d")).ShouldBeInvalidAsync())
            .ShouldBe(["update_mask", "driver.display_name", "driver.city", "driver.vehicle.vehicle_class", "driver.vehicle.seats"]);
    }

    [Fact]
    public async Task Driver_OfSomebodyElse_IsRefused()
    {
        var id = await drivers.NewDriverAsync(DriversFixture.NewPlace());
        var get = new GetDriverRequest { Name = "drivers/" + id };

        (await drivers.Client.GetDriverAsync(get, DriversFixture.By("other")).ShouldFailAsync(StatusCode.PermissionDenied)).ShouldBe("NOT_THE_OWNER");
        (await drivers.Client.GetDriverAsync(get, CallAssertions.By(id)).ShouldFailAsync(StatusCode.PermissionDenied)).ShouldBe("ROLE_REQUIRED");
        (await drivers.Client.GetDriverAsync(get).ShouldFailAsync(StatusCode.Unauthenticated)).ShouldBe("SIGN_IN_REQUIRED");
        (await drivers.Client.GetDriverAsync(get, CallAssertions.By("boss", "admin"))).Name.ShouldBe("drivers/" + id);
        (await drivers.Client.GetDriverAsync(new GetDriverRequest { Name = "drivers/a b" }, DriversFixture.By(id)).ShouldBeInvalidAsync()).ShouldBe(["name"]);
    }

    [Fact]
    public async Task ListDrivers_ByAnAdmin_AreAllOnTheirPages()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => drivers.NewDriverAsync(DriversFixture.NewPlace())));
        var admin = CallAssertions.By("boss", "admin");

        await Testing.Eventually.AssertAsync(async () =>
        {
            drivers.Clock.Advance(TimeSpan.FromSeconds(1));
            List<Driver> listed = [];
            var token = "";
            do
            {
                var page = await drivers.Client.ListDriversAsync(new ListDriversRequest { PageSize = 2, PageToken = token }, admin);
                listed.AddRange(page.Drivers);
                token = page.NextPageToken;
            }
            while (token.Length > 0);
            made.Select(id => "drivers/" + id).Except(listed.Select(driver => driver.Name)).ShouldBeEmpty();
            listed.Select(driver => driver.Name).ShouldBeUnique();
        });

        var driver = await drivers.Client.ListDriversAsync(new ListDriversRequest(), DriversFixture.By(made[0])).ShouldFailAsync(StatusCode.PermissionDenied);
        driver.ShouldBe("ROLE_REQUIRED");
        (await drivers.Client.ListDriversAsync(new ListDriversRequest { PageSize = 101 }, admin).ShouldBeInvalidAsync()).ShouldBe(["page_size"]);
        (await drivers.Client.ListDriversAsync(new ListDriversRequest { PageToken = "x" }, admin).ShouldBeInvalidAsync()).ShouldBe(["page_token"]);
    }

    [Fact]
    public async Task RecordRating_Twice_CountsOnceForEachRide()
    {
        var id = await drivers.NewDriverAsync(DriversFixture.NewPlace());
        var rating = new RecordRatingRequest { Driver = "drivers/" + id, Ride = "rides/a", Stars = 2 };

        await drivers.Client.RecordRatingAsync(rating);
        await drivers.Client.RecordRatingAsync(rating);
        await drivers.Client.RecordRatingAsync(new RecordRatingRequest(rating) { Ride = "rides/b", Stars = 5 });

        var driver = await drivers.GetAsync(id);
        (driver.Rating, driver.RatingCount).ShouldBe((3.5, 2));
        (await drivers.Client.RecordRatingAsync(new RecordRatingRequest(rating) { Stars = 6 }).ShouldBeInvalidAsync()).ShouldBe(["stars"]);
        (await drivers.Client.RecordRatingAsync(new RecordRatingRequest(rating) { Driver = "drivers/nobody" }).ShouldFailAsync(StatusCode.NotFound)).ShouldBe("DRIVER_NOT_FOUND");
    }
}
