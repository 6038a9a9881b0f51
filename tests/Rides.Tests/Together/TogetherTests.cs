using Grpc.Core;
using Platform.Drivers.V1;
using Platform.Payments.V1;
using Platform.Rides.V1;
using Platform.Testing;
using static Platform.Rides.Tests.Together.TogetherFixture;
using static Platform.Testing.Services.CallAssertions;

namespace Platform.Rides.Tests.Together;

/// <summary>Rides over the real drivers and payments.</summary>
public sealed class TogetherTests(TogetherFixture city) : IClassFixture<TogetherFixture>
{
    [Fact]
    public async Task Ride_ThreeAcceptAtOnce_OneHasItIsPaidAndFreeAgain()
    {
        var place = NewPlace();
        string[] drivers = ["ana", "bea", "cleo"];
        await Task.WhenAll(drivers.Select((driver, index) => city.GoOnlineAsync(driver, place, index)));
        var created = await city.Rides.CreateRideAsync(Request(place), By("rita"));
        await Eventually.AssertAsync(async () => (await Task.WhenAll(drivers.Select(city.FindOfferAsync))).ShouldAllBe(offer => offer != null));

        var accepted = await Task.WhenAll(drivers.Select(AcceptAsync));

        accepted.Count(offer => offer).ShouldBe(1);
        var ride = await city.AwaitAsync(created.Name, "rita", ride => ride.State == Ride.Types.State.Arriving);
        var winner = drivers[Array.IndexOf(accepted, true)];
        ride.Assignment.Driver.ShouldBe("drivers/" + winner);
        ride.Assignment.Vehicle.ShouldStartWith("blue Fit");
        await AvailabilityShouldBeAsync(winner, Driver.Types.Availability.Assigned);
        await Task.WhenAll(drivers.Where(driver => driver != winner).Select(driver => AvailabilityShouldBeAsync(driver, Driver.Types.Availability.Available)));

        await DriveAsync(ride, winner, tolls: 2);

        var paid = await city.AwaitAsync(ride.Name, "rita", ride => ride.PaymentState == Ride.Types.PaymentState.Paid);
        // More than was set aside at the request.
        paid.FareChanges.ShouldBe(["TOLLS"]);
        await AvailabilityShouldBeAsync(winner, Driver.Types.Availability.Available);
        await city.Rides.RateRideAsync(new RateRideRequest { Name = ride.Name, Stars = 4 }, By("rita"));
        (await city.Drivers.GetDriverAsync(new GetDriverRequest { Name = "drivers/" + winner }, By(winner, "driver"))).RatingCount.ShouldBe(1);
        await BooksShouldBeRightAsync();
    }

    [Fact]
    public async Task Ride_Cancelled_FreesDriverAndMoney()
    {
        var place = NewPlace();
        await city.GoOnlineAsync("dora", place, 0);
        var created = await city.Rides.CreateRideAsync(Request(place), By("rob"));
        await Eventually.AssertAsync(async () => (await city.FindOfferAsync("dora")).ShouldNotBeNull());
        (await AcceptAsync("dora")).ShouldBeTrue();

        var cancelled = await city.Rides.CancelRideAsync(new CancelRideRequest { Name = created.Name }, By("rob"));

        (cancelled.State, cancelled.PaymentState).ShouldBe((Ride.Types.State.Cancelled, Ride.Types.PaymentState.Free));
        await AvailabilityShouldBeAsync("dora", Driver.Types.Availability.Available);
        await BooksShouldBeRightAsync();
    }

    [Fact]
    public async Task Ride_CardIsDeclined_AsksNobody()
    {
        var created = await city.Rides.CreateRideAsync(Request(NewPlace(), "tok_chargeDeclined"), By("rex"));

        var ride = await city.AwaitAsync(created.Name, "rex", ride => ride.State == Ride.Types.State.Unmatched);

        ride.EndReason.ShouldBe("PAYMENT_DECLINED");
        ride.History.ShouldNotContain(entry => entry.Event == "OFFERED");
    }

    private async Task<bool> AcceptAsync(string driver)
    {
        try
        {
            var offer = await city.FindOfferAsync(driver);
            await city.Drivers.AcceptOfferAsync(new AcceptOfferRequest { Name = offer?.Name ?? "offers/none" }, By(driver, "driver"));
            return true;
        }
        catch (RpcException lost) when (lost.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            return false;
        }
    }

    private async Task DriveAsync(Ride ride, string driver, int tolls)
    {
        var (rides, by) = (city.Rides, By(driver, "driver"));
        await rides.ArriveRideAsync(new ArriveRideRequest { Name = ride.Name }, by);
        await rides.StartRideAsync(new StartRideRequest { Name = ride.Name, StartCode = ride.StartCode }, by);
        await AvailabilityShouldBeAsync(driver, Driver.Types.Availability.OnTrip);
        await rides.CompleteRideAsync(
            new CompleteRideRequest { Name = ride.Name, Tolls = new Google.Type.Money { CurrencyCode = "USD", Units = tolls } }, by);
    }

    private Task AvailabilityShouldBeAsync(string driver, Driver.Types.Availability expected) => Eventually.AssertAsync(async () =>
        (await city.Drivers.GetDriverAsync(new GetDriverRequest { Name = "drivers/" + driver }, By(driver, "driver"))).Availability.ShouldBe(expected));

    private Task BooksShouldBeRightAsync() => Eventually.AssertAsync(async () =>
    {
        (await city.Rides.AuditRidesAsync(new AuditRidesRequest(), By("ada", "admin"))).Differences.ShouldBeEmpty();
        (await city.Ledger.ReconcileLedgerAsync(new ReconcileLedgerRequest(), By("ada", "admin"))).Differences.ShouldBeEmpty();
    });
}
