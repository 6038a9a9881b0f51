using Platform.Hosting.Failures;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Earnings;
using Platform.Rides.Domain.Offers;
using static Platform.Rides.Tests.Domain.TestRides;

namespace Platform.Rides.Tests.Domain;

public sealed class RideLifeTests
{
    private static readonly string FirstOffer = OfferIds.Of(New().Id, 1, 1);
    private static readonly string SecondOffer = OfferIds.Of(New().Id, 1, 2);

    [Fact]
    public void Claim_FirstOfTwo_WinsAndWinsAgain()
    {
        var (won, isGranted) = Offered().Claim(Driver, FirstOffer, Now);

        isGranted.ShouldBeTrue();
        won.Claim("drivers/second", SecondOffer, Now).IsGranted.ShouldBeFalse();
        won.Claim(Driver, FirstOffer, Now).ShouldBe((won, true));
        won.Assignment!.Driver.ShouldBe(Driver);
    }

    [Fact]
    public void Claim_OfferOfSomebodyElseOrOfNobody_IsNotGranted()
    {
        Offered().Claim("drivers/second", FirstOffer, Now).IsGranted.ShouldBeFalse();
        Offered().Claim(Driver, "made-up-1", Now).IsGranted.ShouldBeFalse();
        Matching().Claim(Driver, FirstOffer, Now).IsGranted.ShouldBeFalse();
        Completed().Claim(Driver, FirstOffer, Now).IsGranted.ShouldBeFalse();
    }

    [Fact]
    public void Offer_AgainInTheSameAttempt_GoesToOthersOnly()
    {
        var ride = Offered();

        ride.Offer([At(Driver), At("drivers/third")], 3, Now).Offers.Select(offer => offer.Driver).ShouldBe([Driver, "drivers/second", "drivers/third"]);
        ride.Offer([At(Driver)], 3, Now).ShouldBeSameAs(ride);
    }

    [Fact]
    public void GiveBack_Early_LooksForAnotherDriverWithoutPenalty()
    {
        var ride = Arrived().CancelByDriver(Rates, Now);

        (ride.State, ride.Attempt, ride.Assignment).ShouldBe((RideState.Matching, 2, null));
        ride.Dropped.ShouldHaveSingleItem().Penalty.ShouldBe(Usd(0));
        ride.Offer([At(Driver)], 3, Now).ShouldBeSameAs(ride);
        ride.Claim(Driver, FirstOffer, Now).IsGranted.ShouldBeFalse();
    }

    [Fact]
    public void GiveBack_Late_CostsTheDriver() =>
        Assigned().GiveBack(Rates, Now.AddMinutes(3)).Dropped.ShouldHaveSingleItem().Penalty.ShouldBe(Usd(2));

    [Fact]
    public void CancelByDriver_RiderDoesNotCome_CostsTheRider()
    {
        var ride = Arrived().CancelByDriver(Rates, Now.AddMinutes(5));

        (ride.State, ride.EndReason, ride.Payment).ShouldBe((RideState.Cancelled, "RIDER_NO_SHOW", RidePayment.Charging));
        ride.FinalFare!.Total.ShouldBe(Usd(5));
    }

    [Fact]
    public void CancelByRider_BeforeADriverOrSoonAfter_IsFree()
    {
        Matching().CancelByRider(Rates, Now).Payment.ShouldBe(RidePayment.Free);
        Assigned().CancelByRider(Rates, Now.AddMinutes(2)).FinalFare.ShouldBeNull();
    }

    [Fact]
    public void CancelByRider_LateOrAtThePickup_HasAFee()
    {
        Assigned().CancelByRider(Rates, Now.AddMinutes(3)).FinalFare!.Total.ShouldBe(Usd(4));
        Arrived().CancelByRider(Rates, Now).FareChanges.ShouldBe(["CANCELLATION_FEE"]);
    }

    [Fact]
    public void CancelByRider_DriverIsLaterThanPromised_IsFree() =>
        Assigned().CancelByRider(Rates, Now.AddHours(1)).FinalFare.ShouldBeNull();

    [Fact]
    public void Cancel_Again_ChangesNothing()
    {
        var ride = Matching().CancelByRider(Rates, Now);

        ride.CancelByRider(Rates, Now).ShouldBeSameAs(ride);
    }

    [Fact]
    public void Start_WrongCodes_AreCountedAndThenLocked()
    {
        var ride = Arrived();
        for (var i = 0; i < 5; i++)
        {
            var (after, isRight) = ride.Start("000000", Now);
            isRight.ShouldBeFalse();
            ride = after;
        }

        Should.Throw<FailedPreconditionException>(() => ride.Start("123456", Now)).Reason.ShouldBe("CODE_LOCKED");
        ride.RenewCode("654321", Now).Start("654321", Now).Ride.State.ShouldBe(RideState.InProgress);
    }

    [Fact]
    public void Complete_NothingChanged_CostsWhatTheQuoteSaid()
    {
        Completed().FinalFare.ShouldBe(New().Quote.Fare);
        Completed().FareChanges.ShouldBeEmpty();
    }

    [Fact]
    public void Complete_BeforeStart_IsRefused() =>
        Should.Throw<FailedPreconditionException>(() => Arrived().Complete(Rates, null, Usd(0), Now)).Reason.ShouldBe("RIDE_STATE");

    [Fact]
    public void Complete_TollsAndWaiting_SaysWhy()
    {
        var ride = Arrived().Start("123456", Now.AddMinutes(7.5)).Ride.Complete(Rates, null, Usd(2.5m), Now.AddMinutes(30));

        ride.FareChanges.ShouldBe(["TOLLS", "WAITING"]);
        ride.FinalFare!.Total.ShouldBe(New().Quote.Fare.Total + Usd(2.5m) + Usd(0.99m));
    }

    [Fact]
    public void Rate_Twice_OnlyTheSameAgain()
    {
        var rated = Completed().Rate(byRider: true, 5, Now);

        rated.Rate(byRider: true, 5, Now).ShouldBeSameAs(rated);
        Should.Throw<FailedPreconditionException>(() => rated.Rate(byRider: true, 1, Now)).Reason.ShouldBe("RATED_ALREADY");
        rated.Rate(byRider: false, 4, Now).RiderStars.ShouldBe(4);
        Should.Throw<FailedPreconditionException>(() => InProgress().Rate(byRider: true, 5, Now)).Reason.ShouldBe("RIDE_STATE");
    }

    [Fact]
    public void Earnings_RideAndPenalty_AddUpToZero()
    {
        var ride = Arrived().Start("123456", Now).Ride.Complete(Rates, null, Usd(10), Now);
        var entry = EarningEntry.OfRide(ride, ride.FinalFare!, Driver, Rates, Now);

        entry.Lines().Sum(line => line.Amount.Amount).ShouldBe(0);
        entry.Commission.ShouldBe((ride.FinalFare!.Total - Usd(10)).Share(0.2m));
        var penalty = EarningEntry.OfPenalty(ride, new DroppedDriver(Driver, Usd(2), IsSettled: false), Now);
        (penalty.Net, penalty.Lines().Sum(line => line.Amount.Amount)).ShouldBe((Usd(-2), 0));
    }

    [Fact]
    public void OfferIds_AnyOffer_NamesItsWorkflow()
    {
        OfferIds.MatchingOf(OfferIds.Of("abc", 2, 13)).ShouldBe(OfferIds.MatchingOf("abc", 2));
        OfferIds.MatchingOf("nonsense").ShouldBeNull();
        OfferIds.MatchingOf("a-1").ShouldBeNull();
    }
}
