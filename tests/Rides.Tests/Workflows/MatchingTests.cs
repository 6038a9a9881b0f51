using Platform.Rides.Tests.Api;
using Platform.Rides.Tests.Fakes;
using Platform.Rides.V1;
using Platform.Rides.Workflows;
using Platform.Testing;
using static Platform.Rides.Tests.Api.RidesFixture;
using PaymentState = Platform.Rides.V1.Ride.Types.PaymentState;
using RideState = Platform.Rides.V1.Ride.Types.State;

namespace Platform.Rides.Tests.Workflows;

/// <summary>Every way in which a driver is found, or not, and every call that can go wrong: nobody holds two things, and every ride is charged once.</summary>
public sealed class MatchingTests(RidesFixture rides) : IClassFixture<RidesFixture>
{
    private static readonly string[] Calls = ["Find", "Offer", "Withdraw", "Assign", "Release", "Charge"];

    public static TheoryData<string, Fault> AllFaults => [.. Calls.SelectMany(call => new[] { Fault.ErrorOnce, Fault.LostOnce }.Select(fault => (call, fault)))];

    [Theory]
    [MemberData(nameof(AllFaults))]
    public async Task Ride_CallGoesWrong_IsDrivenAndChargedOnceAllTheSame(string call, Fault fault)
    {
        var spot = rides.City.NewSpot();
        for (var i = 0; i < 6; i++)
        {
            spot.Add($"{call}-{fault}-{i}");
        }

        // The estimate looks for drivers too, and fails when that fails: only the matching has to cope.
        (spot.FaultyCall, spot.Fault, spot.GoodCalls) = (call, fault, call == "Find" ? 1 : 0);
        var ride = await rides.RequestAsync(spot, RideState.Arriving);
        await rides.DriveAsync(ride);

        var paid = await rides.AwaitAsync(ride.Name, PaymentState.Paid);
        spot.Charged.ShouldHaveSingleItem().Value.ToProto().ShouldBe(paid.FinalFare.Total);
        await Eventually.AssertAsync(() => spot.Drivers.ShouldAllBe(driver => driver.IsFree));
        spot.Faults.ShouldBe(1);
    }

    [Fact]
    public void AllSteps_EveryOne_NamesWhatUndoesItOrWhyNothingMust()
    {
        MatchingSaga.AllSteps.ShouldAllBe(step => (step.Compensation == null) != (step.Because == null));
        SettlementSaga.AllSteps.ShouldAllBe(step => (step.Compensation == null) != (step.Because == null));
    }

    [Fact]
    public async Task Ride_SomeDecline_GoesToTheNextBatch()
    {
        var spot = rides.City.NewSpot();
        spot.Add("no-1", Reaction.Decline);
        spot.Add("no-2", Reaction.Decline);
        spot.Add("no-3", Reaction.Decline);
        spot.Add("yes-4");

        var ride = await rides.RequestAsync(spot, RideState.Arriving);

        ride.Assignment.Driver.ShouldBe("drivers/yes-4");
        spot.Drivers[0].IsFree.ShouldBeTrue();
    }

    [Fact]
    public async Task Ride_NobodyAnswers_AsksOthersWhenTheTimeIsOver()
    {
        var spot = rides.City.NewSpot();
        spot.Add("mute-1", Reaction.Ignore);
        spot.Add("mute-2", Reaction.Ignore);
        spot.Add("mute-3", Reaction.Ignore);
        spot.Add("answers-4");

        var ride = await rides.RequestAsync(spot, RideState.Arriving);

        ride.Assignment.Driver.ShouldBe("drivers/answers-4");
        await Eventually.AssertAsync(() => spot.Drivers.Take(3).ShouldAllBe(driver => driver.IsFree));
    }

    [Fact]
    public async Task Ride_NobodyThere_IsUnmatched()
    {
        var ride = await rides.RequestAsync(rides.City.NewSpot(), RideState.Unmatched);

        (ride.EndReason, ride.PaymentState).ShouldBe(("NO_DRIVERS_NEAR", PaymentState.Free));
    }

    [Fact]
    public async Task Ride_AllDecline_IsUnmatched()
    {
        var spot = rides.City.NewSpot();
        spot.Add("never", Reaction.Decline);

        (await rides.RequestAsync(spot, RideState.Unmatched)).EndReason.ShouldBe("NO_DRIVER_ACCEPTED");
    }

    [Fact]
    public async Task Cancel_WhileMatching_TakesAllOffersBack()
    {
        var spot = rides.City.NewSpot();
        spot.Add("waits-1", Reaction.Ignore);
        spot.Add("waits-2", Reaction.Ignore);
        var created = await rides.Client.CreateRideAsync(Request(spot), By("rita"));
        await Eventually.AssertAsync(() => spot.Drivers.ShouldAllBe(driver => driver.OfferId != null));
        var offer = spot.Drivers[0].OfferId!;

        var cancelled = await rides.Client.CancelRideAsync(new CancelRideRequest { Name = created.Name }, By("rita"));

        (cancelled.State, cancelled.PaymentState).ShouldBe((RideState.Cancelled, PaymentState.Free));
        await Eventually.AssertAsync(() => spot.Drivers.ShouldAllBe(driver => driver.IsFree));
        (await rides.City.Claim(created.Name, "drivers/waits-1", offer)).ShouldBeFalse();
    }

    [Fact]
    public async Task Claim_AllAtOnce_OneWins()
    {
        var spot = rides.City.NewSpot();
        for (var i = 0; i < 3; i++)
        {
            spot.Add($"race-{i}", Reaction.Ignore);
        }

        var created = await rides.Client.CreateRideAsync(Request(spot), By("rita"));
        await Eventually.AssertAsync(() => spot.Drivers.ShouldAllBe(driver => driver.OfferId != null));
        var claims = spot.Drivers.SelectMany(driver => Enumerable.Range(0, 5).Select(_ => (driver.Name, driver.OfferId))).ToList();

        var granted = await Task.WhenAll(claims.Select(async claim => (claim.Name, Granted: await rides.City.Claim(created.Name, claim.Name, claim.OfferId!))));

        granted.Where(claim => claim.Granted).Select(claim => claim.Name).Distinct().ShouldHaveSingleItem();
        granted.Count(claim => claim.Granted).ShouldBe(5);
        (await rides.City.Claim(created.Name, "drivers/stranger", "made-up")).ShouldBeFalse();
        (await rides.City.Claim("rides/000000000000000000000000", "drivers/race-0", spot.Drivers[0].OfferId ?? "x")).ShouldBeFalse();
        (await rides.City.Claim("nonsense", "drivers/race-0", "x")).ShouldBeFalse();
    }

    [Fact]
    public async Task Ride_DriverHoldsAnotherOne_GoesToTheNextDriver()
    {
        var spot = rides.City.NewSpot();
        var busy = spot.Add("busy");
        busy.RefusesAssignment = true;
        var created = await rides.Client.CreateRideAsync(Request(spot), By("rita"));
        await Eventually.AssertAsync(() => spot.Calls.ShouldContain("Assign"));
        spot.Add("free");

        var ride = await rides.AwaitAsync(created.Name, RideState.Arriving);

        ride.Assignment.Driver.ShouldBe("drivers/free");
        ride.History.Select(entry => entry.Event).ShouldContain("DRIVER_LOST");
    }

    [Fact]
    public async Task Cancel_ByTheDriver_FindsAnotherOne()
    {
        var spot = rides.City.NewSpot();
        spot.Add("quits");
        var ride = await rides.RequestAsync(spot, RideState.Arriving);
        spot.Add("comes");

        var givenBack = await rides.Client.CancelRideAsync(new CancelRideRequest { Name = ride.Name }, By("quits", "driver"));

        givenBack.State.ShouldBe(RideState.Matching);
        (await rides.AwaitAsync(ride.Name, RideState.Arriving)).Assignment.Driver.ShouldBe("drivers/comes");
        await Eventually.AssertAsync(() => spot.Drivers[0].IsFree.ShouldBeTrue());
    }

    [Theory]
    [InlineData(1, PaymentState.Paid, 1)]
    [InlineData(3, PaymentState.Review, 0)]
    public async Task Charge_IsDeclined_IsTriedThreeTimes(int declines, PaymentState expected, int charges)
    {
        var spot = rides.City.NewSpot();
        spot.Add($"declined-{declines}");
        spot.Declines = declines;
        var ride = await rides.RequestAsync(spot, RideState.Arriving);

        await rides.DriveAsync(ride);

        await rides.AwaitAsync(ride.Name, expected);
        spot.Charged.Count.ShouldBe(charges);
    }

    [Fact]
    public async Task Rides_ManyAtOnce_AreAllMatchedAndTheBooksAreRight()
    {
        var spot = rides.City.NewSpot();
        for (var i = 0; i < 30; i++)
        {
            spot.Add($"many-{i}");
        }

        var driven = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            var ride = await rides.RequestAsync(spot, RideState.Arriving, $"many-rider-{i}");
            await rides.DriveAsync(ride);
            return await rides.AwaitAsync(ride.Name, PaymentState.Paid, $"many-rider-{i}");
        }));

        driven.Length.ShouldBe(20);
        spot.Charged.Count.ShouldBe(20);
        await Eventually.AssertAsync(() => spot.Drivers.ShouldAllBe(driver => driver.IsFree));
        var audit = await rides.Client.AuditRidesAsync(new AuditRidesRequest(), By("ada", "admin"));
        audit.Differences.ShouldBeEmpty();
        audit.PaidCount.ShouldBe(audit.EntryCount);
        audit.PaidCount.ShouldBeGreaterThanOrEqualTo(20);
    }
}
