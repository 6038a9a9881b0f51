using System.Net;
using Platform.Commerce.Tests.StoreFront;

namespace Platform.Rides.Tests.Edge;

/// <summary>What clients of rides and drivers get wrong, through the public door.</summary>
public sealed class BadInputTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    private static readonly EdgeFixture.Place Nowhere = new(10, 10);

    [Theory]
    [InlineData("""{"latitude":"NaN","longitude":0}""")]
    [InlineData("""{"latitude":0,"longitude":"Infinity"}""")]
    [InlineData("""{"latitude":90.001,"longitude":0}""")]
    [InlineData("""{"latitude":0,"longitude":-180.001}""")]
    public async Task Coordinates_NotOnEarth_AreRefusedEverywhere(string location)
    {
        var (rider, driver) = (await edge.SignInAsync("rider"), await edge.NewDriverAsync("lost", Nowhere));
        var point = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(location);
        var time = TimeProvider.System.GetUtcNow();
        var good = Nowhere.Location;

        await RefusedAsync(rider, "/v1/rides:estimate", new { pickup = point, dropoff = good });
        await RefusedAsync(rider, "/v1/rides", new { pickup = good, dropoff = point, vehicleClass = "economy" });
        await RefusedAsync(driver, "/v1/drivers/me:reportLocation", new { positions = new[] { new { location = point, time } } });
        await RefusedAsync(driver, "/v1/drivers/me:goOnline", new { position = new { location = point, time } });
    }

    [Fact]
    public async Task Nearby_NoPlace_IsRefused()
    {
        var rider = await edge.SignInAsync("rider");

        foreach (var place in new[] { "NaN,0", "91,0", "0,181", "0", "" })
        {
            (await rider.TryAsync(HttpMethod.Get, $"/v1/drivers:nearby?location={place}")).Status.ShouldBe(HttpStatusCode.BadRequest, place);
        }
    }

    [Fact]
    public async Task Clocks_ThatAreWrong_AreTold()
    {
        var place = edge.NewPlace();
        var driver = await edge.NewDriverAsync("skewed", place);

        var early = await driver.PostAsync("/v1/drivers/me:reportLocation", new { positions = new[] { place.Now(60) } });
        var late = await driver.PostAsync("/v1/drivers/me:reportLocation", new { positions = new[] { place.Now(-60) } });

        early.GetProperty("rejections")[0].GetProperty("reason").GetString().ShouldBe("FUTURE");
        late.GetProperty("rejections")[0].GetProperty("reason").GetString().ShouldBe("LATE");
    }

    [Fact]
    public async Task Accept_TwiceAtOnceAndAgain_IsOneRide()
    {
        var place = edge.NewPlace();
        var (rider, driver) = (await edge.SignInAsync("ron"), await edge.NewDriverAsync("keen", place));
        var ride = (await rider.PostAsync("/v1/rides", place.Request())).GetProperty("name").GetString()!;
        var offer = await EdgeFixture.AwaitOfferAsync(driver);

        var accepted = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => driver.PostAsync($"/v1/{offer}:accept", new { })));

        accepted.ShouldAllBe(each => each.GetProperty("state").GetString() == "ACCEPTED");
        await EdgeFixture.AwaitAsync(rider, ride, "ARRIVING");
        // A replay changes nothing.
        await driver.PostAsync($"/v1/{offer}:accept", new { });
        (await driver.GetAsync("/v1/drivers/me")).GetProperty("rideCount").GetString().ShouldBe("1");
        (await driver.TryAsync(HttpMethod.Post, $"/v1/{offer}:decline", new { })).Reason.ShouldBe("OFFER_ACCEPTED");
        (await driver.TryAsync(HttpMethod.Post, $"/v1/{ride}:complete", new { })).ShouldBe((HttpStatusCode.BadRequest, "RIDE_STATE"));
        (await driver.TryAsync(HttpMethod.Post, $"/v1/{ride}:start", new { startCode = "1" })).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Accept_AfterItsTime_Fails()
    {
        var place = edge.NewPlace();
        var (rider, driver) = (await edge.SignInAsync("rex"), await edge.NewDriverAsync("slow", place));
        await rider.PostAsync("/v1/rides", place.Request());
        var offer = await EdgeFixture.AwaitOfferAsync(driver);

        await Testing.Eventually.AssertAsync(
            async () => (await driver.GetAsync("/v1/drivers/me")).GetProperty("availability").GetString().ShouldBe("AVAILABLE"), TimeSpan.FromMinutes(1));

        (await driver.TryAsync(HttpMethod.Post, $"/v1/{offer}:accept", new { })).ShouldBe((HttpStatusCode.BadRequest, "OFFER_EXPIRED"));
    }

    [Fact]
    public async Task SharedRide_ByItsShortLink_IsFoundByAnybody()
    {
        var place = edge.NewPlace();
        var (rider, driver) = (await edge.SignInAsync("sue"), await edge.NewDriverAsync("shared", place));
        var (ride, _) = await EdgeFixture.NewRideAsync(rider, driver, place);

        var shared = await rider.PostAsync($"/v1/{ride}:share", new { });

        var url = new Uri(shared.GetProperty("url").GetString()!);
        url.Segments.Length.ShouldBe(2, "a short link");
        var page = (await edge.FollowAsync(url.AbsolutePath)).ShouldNotBeNull();
        page.AbsolutePath.ShouldBe("/v1/" + shared.GetProperty("sharedRide").GetString());
        (await edge.Anonymous.GetAsync(page.AbsolutePath)).GetProperty("state").GetString().ShouldBe("ARRIVING");
    }

    private static async Task RefusedAsync(Visitor caller, string path, object body)
    {
        var (status, reason) = await caller.TryAsync(HttpMethod.Post, path, body);
        status.ShouldBe(HttpStatusCode.BadRequest, $"{path}: {reason}");
        reason.ShouldNotBe("DRIVER_NOT_ONLINE");
    }
}
