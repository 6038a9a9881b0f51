using Google.Type;
using Grpc.Core;
using Platform.Rides.Api;
using Platform.Rides.Tests.Fakes;
using Platform.Rides.V1;
using Platform.Testing;
using Platform.Testing.Services;
using static Platform.Rides.Tests.Api.RidesFixture;
using PaymentState = Platform.Rides.V1.Ride.Types.PaymentState;
using RideState = Platform.Rides.V1.Ride.Types.State;

namespace Platform.Rides.Tests.Api;

/// <summary>A ride from the estimate to the receipt, as riders and drivers see it.</summary>
public sealed class TripApiTests(RidesFixture rides) : IClassFixture<RidesFixture>
{
    [Fact]
    public async Task Ride_AsQuoted_CostsTheQuoteAndPaysTheDriver()
    {
        var spot = Spot("paid");
        var quotes = (await rides.Client.EstimateRideAsync(Estimate(spot), By("rita"))).Quotes;
        quotes.Select(quote => quote.VehicleClass).ShouldBe(["economy", "comfort", "xl"]);
        var request = Request(spot);
        request.QuoteId = quotes[0].QuoteId;
        var created = await rides.Client.CreateRideAsync(request, By("rita"));
        created.State.ShouldBe(RideState.Matching);

        var ride = await rides.AwaitAsync(created.Name, RideState.Arriving);
        var completed = await rides.DriveAsync(ride);

        completed.FinalFare.Total.ShouldBe(quotes[0].Fare.Total);
        completed.FareChanges.ShouldBeEmpty();
        await rides.AwaitAsync(ride.Name, PaymentState.Paid);
        var receipt = await rides.Client.GetReceiptAsync(new GetReceiptRequest { Name = ride.Name + "/receipt" }, By("rita"));
        receipt.Fare.Total.ShouldBe(quotes[0].Fare.Total);
        receipt.Payment.ShouldBe("payments/" + ride.Name["rides/".Length..]);
        var earnings = await rides.Client.ListEarningsAsync(new ListEarningsRequest(), By("paid", "driver"));
        var earning = earnings.Earnings.ShouldHaveSingleItem();
        earning.Kind.ShouldBe("RIDE");
        earnings.Balances.ShouldHaveSingleItem().ShouldBe(earning.Net);
        (await rides.Client.ListRidesAsync(new ListRidesRequest(), By("paid", "driver"))).Rides.ShouldHaveSingleItem().Name.ShouldBe(ride.Name);
    }

    [Fact]
    public async Task Ride_ChangedOnTheWay_SaysWhyItCostsMore()
    {
        var spot = Spot("changed");
        var ride = await rides.RequestAsync(spot, RideState.Arriving, "chad");
        var rerouted = await rides.Client.ChangeDropoffAsync(
            new ChangeDropoffRequest { Name = ride.Name, Dropoff = new LatLng { Latitude = 42.05, Longitude = -87.95 } }, By("chad"));
        rerouted.Quote.DistanceMeters.ShouldBeGreaterThan(ride.Quote.DistanceMeters);

        var completed = await rides.DriveAsync(ride, new Money { CurrencyCode = "USD", Units = 3 });

        completed.FareChanges.ShouldBe(["DROPOFF_CHANGED", "TOLLS"]);
        completed.FinalFare.Total.Units.ShouldBeGreaterThan(ride.Quote.Fare.Total.Units);
        completed.FinalFare.Tolls.Units.ShouldBe(3);
    }

    [Fact]
    public async Task Ride_EndsElsewhere_CostsTheWayThere()
    {
        var ride = await rides.RequestAsync(Spot("elsewhere"), RideState.Arriving);
        var driver = By("elsewhere", "driver");
        await rides.Client.ArriveRideAsync(new ArriveRideRequest { Name = ride.Name }, driver);
        await rides.Client.StartRideAsync(new StartRideRequest { Name = ride.Name, StartCode = ride.StartCode }, driver);

        var completed = await rides.Client.CompleteRideAsync(new CompleteRideRequest { Name = ride.Name, Location = ride.Pickup }, driver);

        completed.FareChanges.ShouldBe(["ENDED_ELSEWHERE"]);
        completed.FinalFare.Total.Units.ShouldBe(5);
    }

    [Fact]
    public async Task Trip_OutOfOrderOrByOthers_IsRefused()
    {
        var ride = await rides.RequestAsync(Spot("strict"), RideState.Arriving);
        var (driver, other) = (By("strict", "driver"), By("other", "driver"));
        var client = rides.Client;

        (await client.CompleteRideAsync(new CompleteRideRequest { Name = ride.Name }, driver).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("RIDE_STATE");
        (await client.StartRideAsync(new StartRideRequest { Name = ride.Name, StartCode = ride.StartCode }, driver).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("RIDE_STATE");
        await client.ArriveRideAsync(new ArriveRideRequest { Name = ride.Name }, other).ShouldFailAsync(StatusCode.NotFound);
        await client.GetRideAsync(new GetRideRequest { Name = ride.Name }, other).ShouldFailAsync(StatusCode.NotFound);
        await client.CancelRideAsync(new CancelRideRequest { Name = ride.Name }, other).ShouldFailAsync(StatusCode.NotFound);
        await client.ArriveRideAsync(new ArriveRideRequest { Name = ride.Name }, By("rita")).ShouldFailAsync(StatusCode.PermissionDenied);
        await client.AuditRidesAsync(new AuditRidesRequest(), By("rita")).ShouldFailAsync(StatusCode.PermissionDenied);
        (await client.ArriveRideAsync(new ArriveRideRequest { Name = ride.Name }, driver)).State.ShouldBe(RideState.Arrived);
        (await client.ArriveRideAsync(new ArriveRideRequest { Name = ride.Name }, driver)).State.ShouldBe(RideState.Arrived);
        (await client.GetRideAsync(new GetRideRequest { Name = ride.Name }, driver)).StartCode.ShouldBeEmpty();
        var wrong = ride.StartCode == "000000" ? "111111" : "000000";
        (await client.StartRideAsync(new StartRideRequest { Name = ride.Name, StartCode = wrong }, driver).ShouldFailAsync(StatusCode.InvalidArgument)).ShouldBe("WRONG_CODE");
        await client.StartRideAsync(new StartRideRequest { Name = ride.Name, StartCode = ride.StartCode }, driver);
        (await client.CancelRideAsync(new CancelRideRequest { Name = ride.Name }, By("rita")).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("RIDE_STATE");
        (await client.GetReceiptAsync(new GetReceiptRequest { Name = ride.Name + "/receipt" }, By("rita")).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("NOT_CHARGED");
    }

    [Fact]
    public async Task Rate_BothWays_TellsTheDriver()
    {
        var spot = Spot("rated");
        var ride = await rides.RequestAsync(spot, RideState.Arriving);
        await rides.DriveAsync(ride);

        (await rides.Client.RateRideAsync(new RateRideRequest { Name = ride.Name, Stars = 4 }, By("rita"))).DriverStars.ShouldBe(4);
        (await rides.Client.RateRideAsync(new RateRideRequest { Name = ride.Name, Stars = 5 }, By("rated", "driver"))).RiderStars.ShouldBe(5);
        (await rides.Client.RateRideAsync(new RateRideRequest { Name = ride.Name, Stars = 1 }, By("rita")).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("RATED_ALREADY");
        spot.Drivers[0].Ratings.Values.ShouldHaveSingleItem().ShouldBe(4);
    }

    [Fact]
    public async Task Move_OfTheDriver_IsShownWithAnEta()
    {
        var ride = await rides.RequestAsync(Spot("moves"), RideState.Arriving);

        await Eventually.AssertAsync(async () =>
        {
            await TellMovedAsync(ride, "drivers/moves");
            var seen = await rides.Client.GetRideAsync(new GetRideRequest { Name = ride.Name }, By("rita"));
            seen.Assignment.Location.ShouldNotBeNull().Latitude.ShouldBe(41.86);
            seen.Assignment.Eta.Seconds.ShouldBePositive();
        });
        var moved = rides.Shown.Select(shown => shown.Data).OfType<RideMoved>().Last(each => each.Ride == ride.Name);
        moved.DistanceMeters.ShouldBePositive();
        moved.HeadingDegrees.ShouldBe(90);
        rides.Shown.Select(shown => shown.Data).OfType<Ride>().ShouldAllBe(shown => shown.StartCode.Length == 0);
    }

    [Fact]
    public async Task Share_ByTheRider_ShowsAnybodyTheRideAndNothingMore()
    {
        var ride = await rides.RequestAsync(Spot("shared"), RideState.Arriving);

        var link = await rides.Client.ShareRideAsync(new ShareRideRequest { Name = ride.Name }, By("rita"));

        link.Url.ShouldStartWith("https://short/");
        (await rides.Client.ShareRideAsync(new ShareRideRequest { Name = ride.Name }, By("rita"))).ShouldBe(link);
        var shared = await rides.Client.GetSharedRideAsync(new GetSharedRideRequest { Name = link.SharedRide }, By("anonymous"));
        (shared.State, shared.Vehicle).ShouldBe((RideState.Arriving, "blue"));
        await rides.Client.GetSharedRideAsync(new GetSharedRideRequest { Name = link.SharedRide[..^1] + "x" }, By("anonymous")).ShouldFailAsync(StatusCode.NotFound);
        await rides.Client.ShareRideAsync(new ShareRideRequest { Name = ride.Name }, By("shared", "driver")).ShouldFailAsync(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task Sos_WithADriver_IsKept()
    {
        var ride = await rides.RequestAsync(Spot("sos"), RideState.Arriving);

        var called = await rides.Client.RaiseSosAsync(new RaiseSosRequest { Name = ride.Name, Message = "help", Location = ride.Pickup }, By("rita"));

        called.Sos.ShouldHaveSingleItem().Message.ShouldBe("help");
        var lonely = await rides.Client.CreateRideAsync(Request(rides.City.NewSpot()), By("rita"));
        (await rides.Client.RaiseSosAsync(new RaiseSosRequest { Name = lonely.Name }, By("rita")).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("RIDE_STATE");
    }

    [Fact]
    public async Task Channel_OfARide_IsForItsPartiesOnly()
    {
        var ride = await rides.RequestAsync(Spot("listens"), RideState.Arriving);
        var channels = new Platform.Realtime.V1.ChannelService.ChannelServiceClient(rides.Host.Channel);
        async Task<bool> MayListenAsync(string user, string channel) =>
            (await channels.AuthorizeChannelAsync(new Platform.Realtime.V1.AuthorizeChannelRequest { Channel = channel }, By(user))).Allowed;

        (await MayListenAsync("rita", ride.Name)).ShouldBeTrue();
        (await MayListenAsync("listens", ride.Name)).ShouldBeTrue();
        (await MayListenAsync("stranger", ride.Name)).ShouldBeFalse();
        (await MayListenAsync("rita", "rides/none")).ShouldBeFalse();
    }

    private static EstimateRideRequest Estimate(Spot spot) => new() { Pickup = Points.ToProto(spot.Pickup), Dropoff = Request(spot).Dropoff };

    private Spot Spot(string driver)
    {
        var spot = rides.City.NewSpot();
        spot.Add(driver);
        return spot;
    }

    private Task TellMovedAsync(Ride ride, string driver) => rides.Host.Dapr.PublishEventAsync("pubsub", "drivers-driver-moved", new
    {
        moves = new[]
        {
            new
            {
                driver,
                ride = ride.Name,
                location = new { latitude = 41.86, longitude = -87.64 },
                headingDegrees = 90.2,
                speedMps = 8.5,
                time = "2026-03-01T12:00:00Z",
            },
        },
    });
}
