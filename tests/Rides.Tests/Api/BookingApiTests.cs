using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;
using Platform.Rides.V1;
using Platform.Testing.Services;
using static Platform.Rides.Tests.Api.RidesFixture;
using RideState = Platform.Rides.V1.Ride.Types.State;

namespace Platform.Rides.Tests.Api;

/// <summary>Asking for rides, well and badly.</summary>
public sealed class BookingApiTests(RidesFixture rides) : IClassFixture<RidesFixture>
{
    [Fact]
    public async Task Create_BadFields_NamesThemAll()
    {
        var bad = new CreateRideRequest
        {
            Pickup = new LatLng { Latitude = double.NaN },
            Dropoff = new LatLng { Longitude = 180.1 },
            VehicleClass = "Economy!",
            MinRatingTenths = 51,
            PaymentToken = "4242 4242 4242 4242",
            PickupTime = new Timestamp { Seconds = long.MaxValue },
            RequestId = new string('x', 129),
        };

        (await rides.Client.CreateRideAsync(bad, By("rita")).ShouldBeInvalidAsync()).ShouldBe(
            ["pickup", "dropoff", "vehicle_class", "payment_token", "pickup_time", "min_rating_tenths", "request_id"]);
        (await rides.Client.EstimateRideAsync(new EstimateRideRequest(), By("rita")).ShouldBeInvalidAsync()).ShouldBe(["pickup", "dropoff"]);
    }

    [Theory]
    [InlineData(0, 0, "economy", "NOT_SERVED")]
    [InlineData(41.9, -87.7, "rocket", "NOT_SERVED")]
    [InlineData(41.9, -87.7, "economy", "ROUTE_TOO_LONG")]
    public async Task Estimate_NotServed_SaysWhy(double latitude, double longitude, string vehicleClass, string reason)
    {
        var request = new EstimateRideRequest { Pickup = new LatLng { Latitude = latitude, Longitude = longitude }, Dropoff = new LatLng { Latitude = 50 }, VehicleClass = vehicleClass };

        (await rides.Client.EstimateRideAsync(request, By("rita")).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe(reason);
    }

    [Fact]
    public async Task Create_SentAgain_IsTheSameRide()
    {
        var request = Request(rides.City.NewSpot());
        request.RequestId = "once";

        var first = await rides.Client.CreateRideAsync(request, By("rita"));

        (await rides.Client.CreateRideAsync(request, By("rita"))).Name.ShouldBe(first.Name);
        request.VehicleClass = "xl";
        (await rides.Client.CreateRideAsync(request, By("rita")).ShouldFailAsync(StatusCode.InvalidArgument)).ShouldBe("REQUEST_ID_REUSED");
        (await rides.Client.CreateRideAsync(request, By("somebody"))).Name.ShouldNotBe(first.Name);
    }

    [Fact]
    public async Task Create_QuoteOfAnotherWayOrMadeUp_IsRefused()
    {
        var (spot, other) = (rides.City.NewSpot(), rides.City.NewSpot());
        var request = Request(spot);
        var quote = (await rides.Client.EstimateRideAsync(new EstimateRideRequest { Pickup = request.Pickup, Dropoff = request.Dropoff }, By("rita"))).Quotes[0];
        request.QuoteId = quote.QuoteId;
        request.Dropoff = Request(other).Pickup;

        (await rides.Client.CreateRideAsync(request, By("rita")).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("QUOTE_EXPIRED");
        request.QuoteId = "made-up";
        (await rides.Client.CreateRideAsync(request, By("rita")).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("QUOTE_EXPIRED");
    }

    [Fact]
    public async Task Create_ForTomorrow_WaitsAndIsCancelledForNothing()
    {
        var spot = rides.City.NewSpot();
        spot.Add("tomorrow");
        var request = Request(spot);
        request.PickupTime = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddDays(1));

        var booked = await rides.Client.CreateRideAsync(request, By("rita"));
        booked.State.ShouldBe(RideState.Requested);
        var cancelled = await rides.Client.CancelRideAsync(new CancelRideRequest { Name = booked.Name }, By("rita"));

        (cancelled.State, cancelled.FinalFare).ShouldBe((RideState.Cancelled, null));
        spot.Drivers[0].IsFree.ShouldBeTrue();
    }

    [Fact]
    public async Task Create_ForSoon_IsMatchedWhenTheTimeHasCome()
    {
        var spot = rides.City.NewSpot();
        spot.Add("soon");
        var request = Request(spot);
        // The lead of the test's settings is an hour.
        request.PickupTime = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddMinutes(30));

        var booked = await rides.Client.CreateRideAsync(request, By("rita"));

        (await rides.AwaitAsync(booked.Name, RideState.Arriving)).Assignment.Driver.ShouldBe("drivers/soon");
    }

    [Fact]
    public async Task List_OwnRides_InPages()
    {
        for (var i = 0; i < 3; i++)
        {
            await rides.Client.CreateRideAsync(Request(rides.City.NewSpot()), By("lister"));
        }

        var first = await rides.Client.ListRidesAsync(new ListRidesRequest { PageSize = 2 }, By("lister"));
        var second = await rides.Client.ListRidesAsync(new ListRidesRequest { PageSize = 2, PageToken = first.NextPageToken }, By("lister"));

        (first.Rides.Count, second.Rides.Count, second.NextPageToken).ShouldBe((2, 1, ""));
        first.Rides.Concat(second.Rides).Select(ride => ride.Name).Distinct().Count().ShouldBe(3);
        await rides.Client.ListRidesAsync(new ListRidesRequest { PageToken = first.NextPageToken }, By("thief")).ShouldFailAsync(StatusCode.InvalidArgument);
    }
}
