using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Platform.Drivers.V1;
using Platform.Payments.V1;
using Platform.Rides.V1;
using Platform.Testing;
using Platform.Testing.Services;

namespace Platform.Rides.Tests.Together;

/// <summary>Rides, drivers and payments as they ship, behind one localdapr. Nothing in it may log an error.</summary>
public sealed class TogetherFixture : IAsyncLifetime
{
    private static int _places;
    private TestPlatform? _platform;

    public RideService.RideServiceClient Rides => new(Platform["rides"].Channel);

    public DriverService.DriverServiceClient Drivers => new(Platform["drivers"].Channel);

    public LedgerService.LedgerServiceClient Ledger => new(Platform["payments"].Channel);

    private TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync() => _platform = await TestPlatform.StartAsync(
        new ServiceSettings<Platform.Payments.Actors.PaymentGuardActor> { AppId = "payments" },
        new ServiceSettings<Platform.Drivers.Actors.DriverActor> { AppId = "drivers" },
        new ServiceSettings<Platform.Rides.Workflows.MatchingSaga>
        {
            AppId = "rides",
            Configuration = new Dictionary<string, string?> { ["Rides:AuthorizeAtRequest"] = "true", ["Rides:MatchingTime"] = "00:00:30", ["Rides:LookAgain"] = "00:00:00.2" },
        });

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null)
        {
            await _platform.DisposeAsync();
            _platform.Logs.ShouldHoldNoErrors();
        }
    }

    /// <summary>A pickup in Chicago, too far from the others to see their drivers.</summary>
    public static LatLng NewPlace() => new() { Latitude = 41.5 + (0.25 * Interlocked.Increment(ref _places)), Longitude = -87.68 };

    /// <summary>A driver who is online near a place.</summary>
    public async Task GoOnlineAsync(string user, LatLng place, int number) => await Drivers.GoOnlineAsync(
        new GoOnlineRequest
        {
            Name = "drivers/" + user,
            Vehicle = new Vehicle { VehicleClass = "economy", Model = "Fit", Color = "blue", Plate = "RD " + number },
            Position = new Position
            {
                Location = new LatLng { Latitude = place.Latitude + (0.001 * number), Longitude = place.Longitude },
                Time = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
            },
        },
        CallAssertions.By(user, "driver"));

    /// <summary>The offer that a driver holds; null for none.</summary>
    public async Task<Offer?> FindOfferAsync(string user) =>
        (await Drivers.ListOffersAsync(new ListOffersRequest { Parent = "drivers/" + user }, CallAssertions.By(user, "driver")))
            .Offers.FirstOrDefault(offer => offer.State == Offer.Types.State.Open);

    public static CreateRideRequest Request(LatLng place, string token = "tok_visa") => new()
    {
        Pickup = place,
        Dropoff = new LatLng { Latitude = place.Latitude + 0.05, Longitude = -87.70 },
        VehicleClass = "economy",
        PaymentToken = token,
    };

    public async Task<Ride> AwaitAsync(string name, string rider, Func<Ride, bool> isIt)
    {
        Ride? ride = null;
        await Eventually.AssertAsync(
            async () => isIt(ride = await Rides.GetRideAsync(new GetRideRequest { Name = name }, CallAssertions.By(rider))).ShouldBeTrue(ride.ToString()),
            TimeSpan.FromMinutes(1));
        return ride!;
    }
}
