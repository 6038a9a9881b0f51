using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;
using Grpc.Net.Client;
using Platform.Drivers.V1;
using Platform.Rides.V1;
using Platform.Testing;
using Availability = Platform.Drivers.V1.Driver.Types.Availability;

namespace Platform.Benchmarks.Matching;

/// <summary>Drivers, rides and payments as processes. Each caller has a corner of the city with one driver, who takes every ride at once.</summary>
internal sealed class MatchingCity : IAsyncDisposable
{
    private const string Long = "23:59:59";
    private const double South = 41.45;
    private const double West = -88.1;
    // About 1.1 km, and drivers are looked for within half of that.
    private const double Step = 0.01;
    private const int Columns = 60;
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(2);
    private static readonly Duration OfferTime = Duration.FromTimeSpan(TimeSpan.FromSeconds(15));

    private readonly ServiceInstance _drivers = new("drivers", "Drivers")
    {
        Environment = new Dictionary<string, string> { ["Drivers__SilenceLimit"] = Long, ["Drivers__ConfirmInterval"] = Long },
    };

    private readonly ServiceInstance _rides = new("rides", "Rides") { Environment = new Dictionary<string, string> { ["Rides__SearchRadii__0"] = "500" } };
    private readonly ServiceProcesses _processes;
    private readonly List<GrpcChannel> _channels = [];
    private readonly ConcurrentBag<TimeSpan> _times = [];

    public MatchingCity() => _processes = new ServiceProcesses(_drivers, _rides, new ServiceInstance("payments", "Payments"));

    private DriverService.DriverServiceClient Drivers { get; set; } = null!;

    private RideService.RideServiceClient Rides { get; set; } = null!;

    public async Task StartAsync(int callers)
    {
        await _processes.StartAsync();
        (Drivers, Rides) = (new(Connect(_drivers)), new(Connect(_rides)));
        for (var caller = 0; caller < callers; caller++)
        {
            var position = new Position { Location = PickupOf(caller), Time = TimeProvider.System.GetUtcNow().ToTimestamp() };
            await Drivers.GoOnlineAsync(new GoOnlineRequest { Name = "drivers/me", Vehicle = new Vehicle { VehicleClass = "economy" }, Position = position }, DriverOf(caller));
        }
    }

    /// <summary>Asks for a ride, which the driver takes; then it is cancelled, and the driver free again.</summary>
    public async Task MatchAsync(int caller)
    {
        var start = TimeProvider.System.GetTimestamp();
        var ride = await Rides.CreateRideAsync(Request(caller), RiderOf(caller));
        await Drivers.AcceptOfferAsync(new AcceptOfferRequest { Name = await AwaitOfferAsync(caller, ride.Name) }, DriverOf(caller));
        // Who accepts has claimed the ride: it is ASSIGNED.
        _times.Add(TimeProvider.System.GetElapsedTime(start));
        await Rides.CancelRideAsync(new CancelRideRequest { Name = ride.Name }, RiderOf(caller));
        while ((await Drivers.GetDriverAsync(new GetDriverRequest { Name = "drivers/me" }, DriverOf(caller))).Availability != Availability.Available)
        {
            await Task.Delay(PollTime);
        }
    }

    /// <summary>What a match calls, by hand.</summary>
    public async Task CallStepsAsync(int caller)
    {
        var (request, id) = (Request(caller), Guid.NewGuid().ToString("N"));
        var (driver, ride) = ("drivers/" + NameOf(caller), "rides/" + id);
        await Rides.EstimateRideAsync(new EstimateRideRequest { Pickup = request.Pickup, Dropoff = request.Dropoff, VehicleClass = request.VehicleClass }, RiderOf(caller));
        var found = await Drivers.FindCandidatesAsync(new FindCandidatesRequest { Pickup = request.Pickup, RadiusMeters = 500, VehicleClass = request.VehicleClass });
        if (found.Candidates.Single().Driver != driver)
        {
            throw new InvalidDataException(found.ToString());
        }

        await Drivers.OfferRideAsync(new OfferRideRequest { OfferId = id, Driver = driver, Ride = ride, Ttl = OfferTime, Pickup = request.Pickup, Dropoff = request.Dropoff });
        await Drivers.AssignDriverAsync(new AssignDriverRequest { OfferId = id, Driver = driver, Ride = ride });
        await Drivers.ReleaseDriverAsync(new ReleaseDriverRequest { Driver = driver, Ride = ride });
    }

    /// <summary>The times from the requests to the assignments since the last call, in order.</summary>
    public TimeSpan[] TakeTimes()
    {
        TimeSpan[] times = [.. _times.Order()];
        _times.Clear();
        return times;
    }

    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        await _processes.DisposeAsync();
    }

    private static string NameOf(int caller) => $"driver-{caller}";

    private static Metadata DriverOf(int caller) => new() { { "platform-user", NameOf(caller) }, { "platform-roles", "driver" } };

    private static Metadata RiderOf(int caller) => new() { { "platform-user", $"rider-{caller}" } };

    private static LatLng PickupOf(int caller) => new() { Latitude = South + (caller / Columns * Step), Longitude = West + (caller % Columns * Step * 1.4) };

    private static CreateRideRequest Request(int caller) => new()
    {
        Pickup = PickupOf(caller),
        Dropoff = new LatLng { Latitude = PickupOf(caller).Latitude + 0.05, Longitude = PickupOf(caller).Longitude },
        PaymentToken = "tok_visa",
        VehicleClass = "economy",
    };

    private async Task<string> AwaitOfferAsync(int caller, string ride)
    {
        while (true)
        {
            var offers = await Drivers.ListOffersAsync(new ListOffersRequest { Parent = "drivers/me" }, DriverOf(caller));
            if (offers.Offers.FirstOrDefault(offer => offer.Ride == ride && offer.State == Offer.Types.State.Open) is { } open)
            {
                return open.Name;
            }

            await Task.Delay(PollTime);
        }
    }

    private GrpcChannel Connect(ServiceInstance service)
    {
        var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{service.AppPort}");
        _channels.Add(channel);
        return channel;
    }
}
