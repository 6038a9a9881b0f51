using Grpc.Core;
using Platform.Drivers.V1;
using Platform.Testing;
using Platform.Testing.Services;
using static Platform.Drivers.V1.Driver.Types;

namespace Platform.Drivers.Tests.Api;

public sealed class OfferTests(DriversFixture drivers) : IClassFixture<DriversFixture>
{
    [Fact]
    public async Task Ride_FromOfferToRelease_GoesThroughItsStates()
    {
        var (driver, offer) = await drivers.NewOfferedDriverAsync();
        await drivers.ShouldBeAsync(driver, Availability.Offered);

        var accepted = await drivers.AcceptAsync(driver, offer.OfferId);
        accepted.State.ShouldBe(Offer.Types.State.Accepted);
        accepted.EstimatedEarnings.ShouldBe(offer.EstimatedEarnings);
        (await drivers.GetAsync(driver)).Ride.ShouldBe(offer.Ride);
        await drivers.ShouldBeAsync(driver, Availability.Assigned);

        var start = new StartTripRequest { Driver = offer.Driver, Ride = offer.Ride };
        (await drivers.Client.StartTripAsync(start)).Availability.ShouldBe(Availability.OnTrip);
        (await drivers.Client.StartTripAsync(start)).Availability.ShouldBe(Availability.OnTrip);

        var release = new ReleaseDriverRequest { Driver = offer.Driver, Ride = offer.Ride };
        await drivers.Client.ReleaseDriverAsync(release);
        await drivers.Client.ReleaseDriverAsync(release);
        var released = await drivers.GetAsync(driver);
        (released.Availability, released.Ride, released.RideCount).ShouldBe((Availability.Available, "", 1));
        (await drivers.Client.StartTripAsync(start).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("NOT_ASSIGNED");
        drivers.EndsOf(driver).ShouldBe(["Accepted"]);
    }

    [Fact]
    public async Task OfferRide_TheSameTwice_IsOneOffer()
    {
        var (driver, offer) = await drivers.NewOfferedDriverAsync();

        (await drivers.Client.OfferRideAsync(offer)).State.ShouldBe(Offer.Types.State.Open);
        await drivers.DeclineAsync(driver, offer.OfferId);
        (await drivers.Client.OfferRideAsync(offer)).State.ShouldBe(Offer.Types.State.Declined);

        await drivers.ShouldBeAsync(driver, Availability.Available);
        drivers.Events.Offered.Count(each => each.Driver == driver).ShouldBe(1);
        var other = new OfferRideRequest(offer) { Ride = "rides/other" };
        (await drivers.Client.OfferRideAsync(other).ShouldFailAsync(StatusCode.InvalidArgument)).ShouldBe("OFFER_ID_REUSED");
    }

    [Fact]
    public async Task OfferRide_ManyAtOnce_IsOneOffer()
    {
        var driver = await drivers.NewDriverAsync(DriversFixture.NewPlace());

        var offered = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            try
            {
                return (await drivers.Client.OfferRideAsync(DriversFixture.Offer(driver))).Name;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition)
            {
                return "";
            }
        }));

        (await drivers.GetAsync(driver)).Offer.ShouldBe(offered.Single(name => name.Length > 0));
    }

    [Fact]
    public async Task OfferRide_ToWhoCanTakeNone_Fails()
    {
        var (driver, _) = await drivers.NewOfferedDriverAsync();

        (await drivers.Client.OfferRideAsync(DriversFixture.Offer(driver)).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("DRIVER_NOT_AVAILABLE");
        (await drivers.Client.OfferRideAsync(DriversFixture.Offer("nobody")).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("DRIVER_NOT_AVAILABLE");
    }

    [Fact]
    public async Task Accept_AfterItsTime_Fails()
    {
        var (driver, offer) = await drivers.NewOfferedDriverAsync();

        drivers.Clock.Advance(TimeSpan.FromSeconds(15));

        (await drivers.AcceptAsync(driver, offer.OfferId).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("OFFER_EXPIRED");
        await drivers.ShouldBeAsync(driver, Availability.Available);
        drivers.EndsOf(driver).ShouldBe(["Expired"]);
        drivers.Rides.Claims.ShouldNotContain(claim => claim.Driver == driver);
    }

    [Fact]
    public async Task Offer_WithoutAnswer_ExpiresByItself()
    {
        var (driver, _) = await drivers.NewOfferedDriverAsync();

        drivers.Clock.Advance(TimeSpan.FromSeconds(15));

        await Eventually.AssertAsync(() => drivers.EndsOf(driver).ShouldBe(["Expired"]));
        await drivers.ShouldBeAsync(driver, Availability.Available);
    }

    [Fact]
    public async Task Accept_WhenAnotherWasFaster_IsLost()
    {
        var (driver, offer) = await drivers.NewOfferedDriverAsync();
        drivers.Rides.Give(offer.Ride["rides/".Length..], "somebody");

        (await drivers.AcceptAsync(driver, offer.OfferId).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("OFFER_LOST");

        await drivers.ShouldBeAsync(driver, Availability.Available);
        (await drivers.AcceptAsync(driver, offer.OfferId).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("OFFER_LOST");
        drivers.EndsOf(driver).ShouldBe(["Lost"]);
    }

    [Fact]
    public async Task Accept_ManyAtOnce_ClaimsOnce()
    {
        var (driver, offer) = await drivers.NewOfferedDriverAsync();

        var accepted = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => drivers.AcceptAsync(driver, offer.OfferId).ResponseAsync));

        accepted.ShouldAllBe(each => each.State == Offer.Types.State.Accepted);
        drivers.Rides.Claims.Count(claim => claim.Driver == driver).ShouldBe(1);
        drivers.EndsOf(driver).ShouldBe(["Accepted"]);
    }

    [Fact]
    public async Task Accept_WhileRidesAreAway_IsFoundOutLater()
    {
        var (driver, offer) = await drivers.NewOfferedDriverAsync();
        var ride = offer.Ride["rides/".Length..];
        drivers.Rides.Away[ride] = true;
        (await drivers.AcceptAsync(driver, offer.OfferId).ShouldFailAsync(StatusCode.Unavailable)).ShouldBe("RIDES_UNAVAILABLE");

        // Its time being over ends no offer that may have been granted; nor does going away.
        drivers.Clock.Advance(TimeSpan.FromSeconds(15));
        (await drivers.Client.GoOfflineAsync(new GoOfflineRequest { Name = "drivers/me" }, DriversFixture.By(driver)).ShouldFailAsync(StatusCode.Unavailable))
            .ShouldBe("RIDES_UNAVAILABLE");
        await drivers.ShouldBeAsync(driver, Availability.Offered);
        drivers.Rides.Away.Clear();
        drivers.Clock.Advance(TimeSpan.FromSeconds(2));

        await drivers.ShouldBeAsync(driver, Availability.Assigned);
    }

    [Fact]
    public async Task Accept_WhileRidesStayAway_IsGivenUp()
    {
        var (driver, offer) = await drivers.NewOfferedDriverAsync();
        drivers.Rides.Away[offer.Ride["rides/".Length..]] = true;
        await drivers.AcceptAsync(driver, offer.OfferId).ShouldFailAsync(StatusCode.Unavailable);

        drivers.Clock.Advance(TimeSpan.FromSeconds(73));
        await drivers.ShouldBeAsync(driver, Availability.Offered);
        await Eventually.AssertAsync(() =>
        {
            drivers.Clock.Advance(TimeSpan.FromSeconds(2));
            drivers.EndsOf(driver).ShouldBe(["Lost"]);
        });

        // If the ride was the driver's after all, rides hears it before it sends the driver, and looks for somebody else.
        var assign = new AssignDriverRequest { Driver = offer.Driver, Ride = offer.Ride, OfferId = offer.OfferId };
        (await drivers.Client.AssignDriverAsync(assign).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("OFFER_NOT_OPEN");
        drivers.Rides.Away.Clear();
    }

    [Fact]
    public async Task Assign_TheOfferThatIsHeld_IsTheSecondHalf()
    {
        var (driver, offer) = await drivers.NewOfferedDriverAsync();
        var assign = new AssignDriverRequest { Driver = offer.Driver, Ride = offer.Ride, OfferId = offer.OfferId };

        (await drivers.Client.AssignDriverAsync(assign)).Availability.ShouldBe(Availability.Assigned);
        (await drivers.Client.AssignDriverAsync(assign)).RideCount.ShouldBe(1);

        var other = new AssignDriverRequest { Driver = offer.Driver, Ride = "rides/other", OfferId = "other" };
        (await drivers.Client.AssignDriverAsync(other).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("OFFER_NOT_OPEN");
        (await drivers.AcceptAsync(driver, offer.OfferId)).State.ShouldBe(Offer.Types.State.Accepted);
        (await drivers.DeclineAsync(driver, offer.OfferId).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("OFFER_ACCEPTED");
    }

    [Fact]
    public async Task Withdraw_AnOpenOffer_FreesTheDriver()
    {
        var (driver, offer) = await drivers.NewOfferedDriverAsync();
        var withdraw = new WithdrawOfferRequest { Driver = offer.Driver, OfferId = offer.OfferId };

        await drivers.Client.WithdrawOfferAsync(new WithdrawOfferRequest(withdraw) { OfferId = "unknown" });
        await drivers.ShouldBeAsync(driver, Availability.Offered);
        await drivers.Client.WithdrawOfferAsync(withdraw);
        await drivers.Client.WithdrawOfferAsync(withdraw);

        await drivers.ShouldBeAsync(driver, Availability.Available);
        (await drivers.AcceptAsync(driver, offer.OfferId).ShouldFailAsync(StatusCode.FailedPrecondition)).ShouldBe("OFFER_NOT_OPEN");
        drivers.EndsOf(driver).ShouldBe(["Withdrawn"]);
    }

    [Fact]
    public async Task Accept_SomebodyElsesOffer_IsNotFound()
    {
        var (_, offer) = await drivers.NewOfferedDriverAsync();
        var stranger = await drivers.NewDriverAsync(DriversFixture.NewPlace());

        (await drivers.AcceptAsync(stranger, offer.OfferId).ShouldFailAsync(StatusCode.NotFound)).ShouldBe("OFFER_NOT_FOUND");
        (await drivers.DeclineAsync(stranger, offer.OfferId).ShouldFailAsync(StatusCode.NotFound)).ShouldBe("OFFER_NOT_FOUND");
    }

    [Fact]
    public async Task ListOffers_AfterSome_AreTheLastOnes()
    {
        var (driver, first) = await drivers.NewOfferedDriverAsync();
        await drivers.DeclineAsync(driver, first.OfferId);
        var second = DriversFixture.Offer(driver);
        await drivers.Client.OfferRideAsync(second);

        var offers = (await drivers.Client.ListOffersAsync(new ListOffersRequest { Parent = "drivers/me" }, DriversFixture.By(driver))).Offers;

        offers.Select(offer => (offer.Name, offer.State)).ShouldBe(
            [("offers/" + second.OfferId, Offer.Types.State.Open), ("offers/" + first.OfferId, Offer.Types.State.Declined)]);
        offers[0].ExpireTime.ToDateTimeOffset().ShouldBe(drivers.Clock.GetUtcNow().AddSeconds(15));
    }

    [Fact]
    public async Task End_ThatCouldNotBeTold_IsToldLater()
    {
        var (driver, offer) = await drivers.NewOfferedDriverAsync();
        drivers.Events.Fail(driver, 3);

        await drivers.DeclineAsync(driver, offer.OfferId);
        drivers.EndsOf(driver).ShouldBeEmpty();

        await Eventually.AssertAsync(() =>
        {
            drivers.Clock.Advance(TimeSpan.FromSeconds(2));
            drivers.EndsOf(driver).ShouldBe(["Declined"]);
        });
    }

    [Fact]
    public async Task OfferRide_BadFields_AreNamed()
    {
        var offer = new OfferRideRequest { OfferId = "a b", Driver = "drivers/me", Ride = "x", Pickup = new Google.Type.LatLng { Latitude = double.NaN } };

        (await drivers.Client.OfferRideAsync(offer).ShouldBeInvalidAsync()).ShouldBe(["offer_id", "driver", "ride", "ttl", "pickup", "dropoff"]);
    }
}
