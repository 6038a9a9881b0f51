using Platform.Geography;
using Platform.Rides.Domain.Fares;
using Platform.Rides.Files;
using Platform.Testing;
using static Platform.Rides.Tests.Domain.TestRides;

namespace Platform.Rides.Tests.Domain;

public sealed class FareTests
{
    [Fact]
    public void Compute_ByHand_IsTheSame()
    {
        // 3.25 + 10 km × 1.40 + 20 min × 0.33 = 23.85; half of it as surge, half away from zero: 11.93; 35.78 to the next 0.05: 35.80.
        var fare = FareCalculator.Compute(Rates, 10_000, TimeSpan.FromMinutes(20), 150);

        (fare.Base, fare.Distance, fare.Time, fare.Surge, fare.Adjustment).ShouldBe((Usd(3.25m), Usd(14), Usd(6.60m), Usd(11.93m), Usd(0.02m)));
        fare.Total.ShouldBe(Usd(35.80m));
    }

    [Fact]
    public void Compute_ShortWay_CostsTheMinimum() =>
        FareCalculator.Compute(Rates, 100, TimeSpan.FromMinutes(1), 100).Total.ShouldBe(Usd(5));

    [Theory]
    [InlineData(0, 100)]
    [InlineData(99, 100)]
    [InlineData(300, 300)]
    [InlineData(1000, 300)]
    public void Compute_AnySurge_IsBetweenOneAndThree(int percent, int expected) =>
        FareCalculator.Compute(Rates, 10_000, TimeSpan.FromMinutes(20), percent).SurgePercent.ShouldBe(expected);

    [Fact]
    public void Compute_AnyWay_PartsAddUpAndMoreIsNeverCheaper()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var (meters, seconds, surge) = (random.Next(100_000), random.Next(10_000), random.Next(100, 301));
            var fare = FareCalculator.Compute(Rates, meters, TimeSpan.FromSeconds(seconds), surge);

            fare.Total.ShouldBe(fare.Base + fare.Distance + fare.Time + fare.Surge + fare.Adjustment);
            (fare.Total.Amount % Rates.RoundTo).ShouldBe(0);
            fare.Total.ShouldBeGreaterThanOrEqualTo(Usd(Rates.Minimum));
            FareCalculator.Compute(Rates, meters + random.Next(1000), TimeSpan.FromSeconds(seconds), surge).Total.ShouldBeGreaterThanOrEqualTo(fare.Total);
        }
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(5.1, 33)]
    [InlineData(8, 99)]
    public void Waiting_BeyondTheFreeTime_CostsEveryMinuteThatBegins(double minutes, long cents) =>
        FareCalculator.Waiting(Rates, TimeSpan.FromMinutes(minutes)).ShouldBe(Platform.Monetary.Money.FromMinorUnits("USD", cents));

    [Fact]
    public void TariffFile_AsShipped_HasItsCities()
    {
        var book = TariffFile.Read(File.ReadAllText(Path.Combine(Repository.Root, "services", "Rides", "tariffs.yaml")));

        book.FindCity(new GeoPoint(41.88, -87.63))!.Id.ShouldBe("chicago");
        book.FindCity(new GeoPoint(-20.5, -54.55))!.Tariffs.Keys.ShouldBe(["economy", "comfort", "xl"]);
        book.FindCity(new GeoPoint(0, 0)).ShouldBeNull();
        book.Cities.Single(city => city.Id == "andorra").Tariffs["economy"].Currency.ShouldBe("EUR");
        book.FindCity(new GeoPoint(41.88, -87.63))!.HourAt(Now).ShouldBe(6);
    }

    [Theory]
    [InlineData("cities: {}", "cities must be some.")]
    [InlineData("cities: { x: { center: [1, 2], radiusKm: 1, currency: usd, classes: { a: { roundTo: 1 } } } }", "cities.x.currency must be three letters A to Z.")]
    [InlineData("cities: { x: { center: [91, 2], radiusKm: 1, currency: USD, classes: { a: { roundTo: 1 } } } }", "cities.x.center")]
    [InlineData("cities: { x: { center: [1, 2], radiusKm: .nan, currency: USD, classes: { a: { roundTo: 0, base: -1 } } } }", "cities.x.classes.a must have amounts")]
    [InlineData("cities: { x: { center: [1, 2], radiusKm: 1, currency: USD, classes: { a: } } }", "cities.x.classes.a")]
    [InlineData("cities: { x: { price: 1 } }", "line 1")]
    public void TariffFile_Wrong_SaysWhatIsWrong(string text, string expected) =>
        Should.Throw<FormatException>(() => TariffFile.Read(text)).Message.ShouldContain(expected);
}
