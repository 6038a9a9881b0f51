using Platform.Drivers.Domain;
using Platform.Drivers.Domain.Offers;
using Platform.Drivers.Domain.Shifts;
using Platform.Geography;

namespace Platform.Drivers.Tests.Domain;

public sealed class DriverTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Vehicle Car = new("economy", "HSA-1234", "Onix", "white", 4);

    private static Driver Online => Driver.None.GoOnline(Car, Now);

    [Fact]
    public void GoOffline_WithAnOffer_DeclinesIt()
    {
        var driver = Online.MakeOffer(NewOffer("a"))!.GoOffline(Now);

        driver.Availability.ShouldBe(Availability.Offline);
        driver.Offer.ShouldBeNull();
        driver.FindOffer("a")!.State.ShouldBe(OfferState.Declined);
        driver.Untold.ShouldHaveSingleItem().Id.ShouldBe("a");
        driver.ShiftStart.ShouldBeNull();
    }

    [Fact]
    public void MakeOffer_WithAnOffer_IsNone() => Online.MakeOffer(NewOffer("a"))!.MakeOffer(NewOffer("b")).ShouldBeNull();

    [Theory]
    [InlineData("", Availability.Available)]
    [InlineData("offline", Availability.Offline)]
    [InlineData("pause", Availability.Paused)]
    [InlineData("offline online", Availability.Available)]
    public void Release_AfterWhatWasAskedMeanwhile_IsThat(string asked, Availability expected)
    {
        var driver = Online.MakeOffer(NewOffer("a"))!.Assign(Now).StartTrip("ride-a")!;
        foreach (var ask in asked.Split(' '))
        {
            driver = ask switch
            {
                "offline" => driver.GoOffline(Now),
                "online" => driver.GoOnline(null, Now),
                "pause" => driver.Pause(Now)!,
                _ => driver,
            };
            driver.Availability.ShouldBe(Availability.OnTrip);
        }

        var released = driver.Release("ride-a");

        released.Availability.ShouldBe(expected);
        released.Ride.ShouldBeEmpty();
        (released.ShiftStart is null).ShouldBe(expected == Availability.Offline);
    }

    [Fact]
    public void Release_OfAnotherRide_ChangesNothing()
    {
        var driver = Online.MakeOffer(NewOffer("a"))!.Assign(Now);

        driver.Release("ride-b").ShouldBeSameAs(driver);
        driver.StartTrip("ride-b").ShouldBeNull();
    }

    [Fact]
    public void GoOnline_OnARide_KeepsItsVehicle()
    {
        var driver = Online.MakeOffer(NewOffer("a"))!.Assign(Now).GoOnline(Car with { Class = "xl" }, Now);

        driver.Driving()!.Class.ShouldBe("economy");
    }

    [Fact]
    public void Ended_ManyOffers_AreTheLastOnes()
    {
        var driver = Online;
        for (var i = 0; i < 30; i++)
        {
            driver = driver.MakeOffer(NewOffer($"{i}"))!.EndOffer(OfferState.Declined, Now);
        }

        driver.Ended.Select(offer => offer.Id).ShouldBe(Enumerable.Range(10, 20).Reverse().Select(i => $"{i}"));
    }

    [Fact]
    public void Standing_OfAnswers_IsTheShareOfThem()
    {
        var standing = new Standing();
        standing.AcceptanceRate.ShouldBe(1);
        for (var i = 0; i < 40; i++)
        {
            standing = standing.Answer(isAccepted: i % 4 == 0);
        }

        standing.AcceptanceRate.ShouldBe(0.25, 1e-9);
        new Standing().Rating().ShouldBe(5);
        new Standing().Rate(5).Rate(2).Rating().ShouldBe(3.5);
    }

    [Fact]
    public void EndOffer_Withdrawn_CountsForNothing() =>
        Online.MakeOffer(NewOffer("a"))!.EndOffer(OfferState.Withdrawn, Now).Standing.ShouldBe(new Standing());

    private static Offer NewOffer(string id) => new()
    {
        Id = id,
        Ride = "ride-" + id,
        Pickup = new GeoPoint(-20.47, -54.55),
        Dropoff = new GeoPoint(-20.5, -54.6),
        CreateTime = Now,
        ExpireTime = Now.AddSeconds(15),
    };
}
