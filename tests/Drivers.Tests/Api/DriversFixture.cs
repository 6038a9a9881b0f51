using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Platform.Drivers.Actors;
using Platform.Drivers.Clients;
using Platform.Drivers.Events;
using Platform.Drivers.Tests.Fakes;
using Platform.Drivers.V1;
using Platform.Testing;
using Platform.Testing.Services;

namespace Platform.Drivers.Tests.Api;

/// <summary>Drivers as it ships, with rides in memory and a clock that the tests move. Nothing in it may log an error.</summary>
public sealed class DriversFixture : IAsyncLifetime
{
    // Far from each other, so that tests don't find each other's drivers.
    private static int _places;
    private TestPlatform? _platform;

    /// <summary>The clock of drivers and their sidecar.</summary>
    public ManualTimeProvider Clock { get; } = new();

    internal FakeRides Rides { get; } = new();

    internal FakeEvents Events { get; } = new();

    public DriverService.DriverServiceClient Client => new(Platform["drivers"].Channel);

    private TestPlatform Platform => _platform ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync() => _platform = await TestPlatform.StartAsync(Clock, new ServiceSettings<DriverActor>
    {
        AppId = "drivers",
        ConfigureServices = services =>
        {
            services.AddSingleton<IRides>(Rides);
            services.AddSingleton<IDriverEvents>(Events);
        },
    });

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        Platform.Logs.ShouldHoldNoErrors();
    }

    public static Metadata By(string user) => CallAssertions.By(user, "driver");

    public static string NewId(string kind) => $"{kind}-{Guid.NewGuid():N}";

    public static LatLng NewPlace() => new() { Latitude = -60 + Interlocked.Increment(ref _places), Longitude = 20 };

    public static LatLng North(LatLng place, double meters) => new() { Latitude = place.Latitude + (meters / 111_195), Longitude = place.Longitude };

    public Position At(LatLng place) => new() { Location = place, Time = Clock.GetUtcNow().ToTimestamp() };

    /// <summary>A driver who is online.</summary>
    public async Task<string> NewDriverAsync(LatLng place, string vehicleClass = "economy")
    {
        var id = NewId("driver");
        var request = new GoOnlineRequest { Name = "drivers/me", Vehicle = new Vehicle { VehicleClass = vehicleClass }, Position = At(place) };
        (await Client.GoOnlineAsync(request, By(id))).Availability.ShouldBe(Driver.Types.Availability.Available);
        return id;
    }

    public Task<Driver> GetAsync(string id) => Client.GetDriverAsync(new GetDriverRequest { Name = "drivers/" + id }, By(id)).ResponseAsync;

    public async Task ShouldBeAsync(string id, Driver.Types.Availability availability) =>
        await Eventually.AssertAsync(async () => (await GetAsync(id)).Availability.ShouldBe(availability));

    public AsyncUnaryCall<ReportLocationResponse> ReportAsync(string id, params IEnumerable<Position> positions) =>
        Client.ReportLocationAsync(new ReportLocationRequest { Name = "drivers/me", Positions = { positions } }, By(id));

    public async Task<IEnumerable<string>> FindAsync(LatLng place, double radius = 5000) =>
        (await Client.FindCandidatesAsync(new FindCandidatesRequest { Pickup = place, RadiusMeters = radius })).Candidates.Select(each => each.Driver["drivers/".Length..]);

    /// <summary>Asks to offer a new ride for 15 s.</summary>
    public static OfferRideRequest Offer(string driver, string ride = "") => new()
    {
        OfferId = NewId("offer"),
        Driver = "drivers/" + driver,
        Ride = "rides/" + (ride.Length > 0 ? ride : NewId("ride")),
        Ttl = Duration.FromTimeSpan(TimeSpan.FromSeconds(15)),
        Pickup = new LatLng { Latitude = 1, Longitude = 2 },
        Dropoff = new LatLng { Latitude = 1.1, Longitude = 2.1 },
        EstimatedEarnings = new Money { CurrencyCode = "USD", Units = 12, Nanos = 500_000_000 },
        PickupEta = Duration.FromTimeSpan(TimeSpan.FromMinutes(3)),
    };

    /// <summary>A driver with an offer.</summary>
    public async Task<(string Driver, OfferRideRequest Offer)> NewOfferedDriverAsync()
    {
        var driver = await NewDriverAsync(NewPlace());
        var offer = Offer(driver);
        (await Client.OfferRideAsync(offer)).State.ShouldBe(V1.Offer.Types.State.Open);
        return (driver, offer);
    }

    public AsyncUnaryCall<Offer> AcceptAsync(string driver, string offerId) => Client.AcceptOfferAsync(new AcceptOfferRequest { Name = "offers/" + offerId }, By(driver));

    public AsyncUnaryCall<Offer> DeclineAsync(string driver, string offerId) => Client.DeclineOfferAsync(new DeclineOfferRequest { Name = "offers/" + offerId }, By(driver));

    /// <summary>How the offers of a driver ended, as others heard it.</summary>
    internal IEnumerable<string> EndsOf(string driver) => Events.Ended.Where(each => each.Driver == driver).Select(each => each.Offer.State.ToString());
}
