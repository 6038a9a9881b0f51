using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Platform.Messaging.Realtime;
using Platform.Rides.Api;
using Platform.Rides.Ports;
using Platform.Rides.Tests.Fakes;
using Platform.Rides.V1;
using Platform.Testing;
using Platform.Testing.Services;

namespace Platform.Rides.Tests.Api;

/// <summary>Rides as it ships, with the other services in memory. Nothing in it may log an error.</summary>
public sealed class RidesFixture : IAsyncLifetime
{
    private TestPlatform? _platform;

    internal FakeCity City { get; } = new();

    /// <summary>What clients were shown.</summary>
    public ConcurrentQueue<RealtimeEvent> Shown { get; } = new();

    public RideService.RideServiceClient Client => new(Host.Channel);

    internal ServiceHost Host => (_platform ?? throw new InvalidOperationException("not started"))["rides"];

    public async ValueTask InitializeAsync()
    {
        _platform = await TestPlatform.StartAsync(new ServiceSettings<Platform.Rides.Workflows.MatchingSaga>
        {
            AppId = "rides",
            ConfigureServices = Replace,
            Configuration = new Dictionary<string, string?>
            {
                ["Rides:OfferTime"] = "00:00:02",
                ["Rides:MatchingTime"] = "00:00:06",
                ["Rides:LookAgain"] = "00:00:00.2",
                ["Rides:BookingLead"] = "01:00:00",
                ["Rides:ChargeAgain"] = "00:00:01",
                ["Rides:DefaultPaymentToken"] = "tok_visa",
            },
        });
        City.Claim = async (ride, driver, offer) =>
            (await Client.ClaimRideAsync(new ClaimRideRequest { Ride = ride, Driver = driver, OfferId = offer })).Granted;
        City.Tell = (offer, ride, driver, state) =>
            Host.Dapr.PublishEventAsync("pubsub", "drivers-offer-changed", new { eventId = offer, offer, ride, driver, state });
    }

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null)
        {
            await _platform.DisposeAsync();
            _platform.Logs.ShouldHoldNoErrors();
        }
    }

    public static Metadata By(string user, string roles = "") => new() { { "platform-user", user }, { "platform-roles", roles } };

    /// <summary>What somebody asks for at a spot, to the airport.</summary>
    internal static CreateRideRequest Request(Spot spot) => new()
    {
        Pickup = Points.ToProto(spot.Pickup),
        Dropoff = new Google.Type.LatLng { Latitude = 41.97, Longitude = -87.90 },
        VehicleClass = "economy",
    };

    /// <summary>Asks for a ride and waits for the state that comes of it.</summary>
    internal async Task<Ride> RequestAsync(Spot spot, Ride.Types.State state, string rider = "rita") =>
        await AwaitAsync((await Client.CreateRideAsync(Request(spot), By(rider))).Name, state, rider);

    public async Task<Ride> AwaitAsync(string name, Ride.Types.State state, string rider = "rita") =>
        await AwaitAsync(name, ride => ride.State == state, rider);

    public async Task<Ride> AwaitAsync(string name, Ride.Types.PaymentState state, string rider = "rita") =>
        await AwaitAsync(name, ride => ride.PaymentState == state, rider);

    /// <summary>Drives a ride that has a driver to its end.</summary>
    internal async Task<Ride> DriveAsync(Ride ride, Google.Type.Money? tolls = null)
    {
        var driver = By(ride.Assignment.Driver["drivers/".Length..], "driver");
        await Client.ArriveRideAsync(new ArriveRideRequest { Name = ride.Name }, driver);
        await Client.StartRideAsync(new StartRideRequest { Name = ride.Name, StartCode = ride.StartCode }, driver);
        return await Client.CompleteRideAsync(new CompleteRideRequest { Name = ride.Name, Tolls = tolls }, driver);
    }

    private async Task<Ride> AwaitAsync(string name, Func<Ride, bool> isIt, string rider)
    {
        Ride? ride = null;
        await Eventually.AssertAsync(
            async () => isIt(ride = await Client.GetRideAsync(new GetRideRequest { Name = name }, By(rider))).ShouldBeTrue(ride.ToString()),
            TimeSpan.FromMinutes(1));
        return ride!;
    }

    private void Replace(IServiceCollection services)
    {
        services.AddSingleton<IRealtimePublisher>(new FakeRealtime(Shown));
        services.AddSingleton<IDrivers>(City);
        services.AddSingleton<IPayments>(City);
        services.AddSingleton<ILinks>(City);
    }
}
