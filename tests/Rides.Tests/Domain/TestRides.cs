using Platform.Geography;
using Platform.Monetary;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Fares;
using Platform.Rides.Domain.Offers;

namespace Platform.Rides.Tests.Domain;

/// <summary>Rides to begin with.</summary>
internal static class TestRides
{
    public const string Driver = "drivers/dora";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static Tariff Rates { get; } = new()
    {
        VehicleClass = "economy",
        Currency = "USD",
        Base = 3.25m,
        PerKm = 1.40m,
        PerMinute = 0.33m,
        Minimum = 5,
        RoundTo = 0.05m,
        WaitingPerMinute = 0.33m,
        CancellationFee = 4,
        NoShowFee = 5,
        DriverPenalty = 2,
        Commission = 0.2m,
    };

    public static Money Usd(decimal amount) => new("USD", amount);

    public static Ride New() => new()
    {
        Id = "0123456789abcdef01234567",
        Rider = "rita",
        Fingerprint = "",
        Pickup = new GeoPoint(41.88, -87.63),
        Dropoff = new GeoPoint(41.97, -87.90),
        City = "chicago",
        VehicleClass = "economy",
        Quote = new RideQuote(
            "q", Rates, 10_000, TimeSpan.FromMinutes(20), FareCalculator.Compute(Rates, 10_000, TimeSpan.FromMinutes(20), 150), Usd(1), null, Now, IsByRoads: false),
        PaymentToken = "tok_visa",
        StartCode = "123456",
        CreateTime = Now,
        UpdateTime = Now,
    };

    public static Candidate At(string driver, double latitude = 41.89) => new(driver, new GeoPoint(latitude, -87.63), null, 48, 0.9, "blue");

    public static Ride Matching() => New().BeginMatching(Now);

    public static Ride Offered() => Matching().Offer([At(Driver), At("drivers/second")], 3, Now);

    public static Ride Assigned() => Offered().Claim(Driver, OfferIds.Of(New().Id, 1, 1), Now).Ride;

    public static Ride Arrived() => Assigned().ConfirmDriver(OfferIds.Of(New().Id, 1, 1), Now).Arrive(Now);

    public static Ride InProgress() => Arrived().Start("123456", Now).Ride;

    public static Ride Completed() => InProgress().Complete(Rates, elsewhere: null, Usd(0), Now);
}
