using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;
using Grpc.Net.Client;
using Platform.Drivers.V1;
using Platform.Geography;
using Platform.Testing;

namespace Platform.Benchmarks.Geo;

/// <summary>
/// The service with all drivers of the city online, called through its sidecar. They may be silent for a day, for here a driver reports once a minute at most; and so that
/// their actors are not asked at each report, regions believe them as long.
/// </summary>
internal sealed class DriversProcess : IAsyncDisposable
{
    private const string AppId = "drivers";

    private readonly ServiceInstance _instance = new(AppId, "Drivers")
    {
        Environment = new Dictionary<string, string> { ["Drivers__SilenceLimit"] = "23:59:59", ["Drivers__ConfirmInterval"] = "23:59:59" },
    };

    private readonly ServiceProcesses _processes;
    private GrpcChannel? _channel;
    private DriverService.DriverServiceClient? _client;

    public DriversProcess() => _processes = new ServiceProcesses(_instance);

    private DriverService.DriverServiceClient Client => _client ?? throw new InvalidOperationException("not started");

    public async Task StartAsync(IReadOnlyList<GeoPoint> drivers, int callers)
    {
        await _processes.StartAsync();
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_instance.GrpcPort}");
        _client = new DriverService.DriverServiceClient(Dapr.Client.DaprClient.CreateInvocationInvoker(AppId, "http://" + _channel.Target));
        var watch = Stopwatch.StartNew();
        // Not through the sidecar: that they go online is not what is measured.
        using var direct = GrpcChannel.ForAddress($"http://127.0.0.1:{_instance.AppPort}");
        var service = new DriverService.DriverServiceClient(direct);
        await Parallel.ForAsync(0, drivers.Count, new ParallelOptions { MaxDegreeOfParallelism = callers }, async (driver, cancellationToken) =>
        {
            var request = new GoOnlineRequest { Name = "drivers/me", Vehicle = new Vehicle { VehicleClass = "economy" }, Position = At(drivers[driver]) };
            await service.GoOnlineAsync(request, By(driver), cancellationToken: cancellationToken);
        });
        Console.WriteLine($"{drivers.Count} drivers went online in {watch.Elapsed.TotalSeconds:F0} s");
    }

    public async Task ReportAsync(int driver, GeoPoint point)
    {
        var response = await Client.ReportLocationAsync(new ReportLocationRequest { Name = "drivers/me", Positions = { At(point) } }, By(driver));
        if (response.AcceptedCount != 1)
        {
            throw new InvalidDataException(response.ToString());
        }
    }

    public async Task<IEnumerable<string>> NearestAsync(GeoPoint center)
    {
        var request = new FindCandidatesRequest
        {
            Pickup = new LatLng { Latitude = center.Latitude, Longitude = center.Longitude },
            RadiusMeters = City.RadiusKm * 1000,
            Limit = City.Nearest,
        };
        return (await Client.FindCandidatesAsync(request)).Candidates.Select(candidate => candidate.Driver["drivers/".Length..]);
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await _processes.DisposeAsync();
    }

    private static Metadata By(int driver) => new() { { "platform-user", City.NameOf(driver) }, { "platform-roles", "driver" } };

    private static Position At(GeoPoint point) => new()
    {
        Location = new LatLng { Latitude = point.Latitude, Longitude = point.Longitude },
        Time = TimeProvider.System.GetUtcNow().ToTimestamp(),
        AccuracyMeters = 100,
    };
}
