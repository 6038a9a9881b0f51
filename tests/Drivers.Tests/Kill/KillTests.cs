using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;
using Grpc.Net.Client;
using Platform.Drivers.V1;
using Platform.Testing;
using Platform.Testing.Services;
using Availability = Platform.Drivers.V1.Driver.Types.Availability;

namespace Platform.Drivers.Tests.Kill;

/// <summary>What <c>kill -9</c> of drivers does to where drivers are, which is in memory only.</summary>
public sealed class KillTests : IAsyncLifetime
{
    private static readonly LatLng Place = new() { Latitude = -20.47, Longitude = -54.55 };
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ServiceInstance _drivers = new("drivers", "Drivers")
    {
        Environment = new Dictionary<string, string> { ["Drivers__SilenceLimit"] = "00:00:05", ["Drivers__CountInterval"] = "00:00:01" },
    };

    private readonly ServiceProcesses _services;
    private GrpcChannel? _channel;

    public KillTests() => _services = new ServiceProcesses(_drivers);

    private DriverService.DriverServiceClient Client => new(_channel);

    public async ValueTask InitializeAsync()
    {
        await _services.StartAsync();
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_drivers.AppPort}");
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task KillDrivers_WhoReportsIsFoundAgain_WhoDoesNotIsOffline()
    {
        foreach (var user in new[] { "talker", "silent" })
        {
            await Client.GoOnlineAsync(new GoOnlineRequest { Name = "drivers/me", Vehicle = new Vehicle { VehicleClass = "economy" }, Position = Here() }, By(user));
        }

        await Eventually.AssertAsync(
            async () =>
            {
                await ReportAsync("silent");
                await ReportAsync("talker");
                (await FindAsync()).ShouldBe(["drivers/silent", "drivers/talker"]);
            },
            Patience);
        ServiceProcesses.Kill(_drivers);

        // Without going online again: the shift is not lost.
        await Eventually.AssertAsync(
            async () =>
            {
                (await ReportAsync("talker")).AcceptedCount.ShouldBe(1);
                (await FindAsync()).ShouldBe(["drivers/talker"]);
                (await AvailabilityAsync("talker")).ShouldBe(Availability.Available);
                (await AvailabilityAsync("silent")).ShouldBe(Availability.Offline);
            },
            Patience);
    }

    private static Metadata By(string user) => CallAssertions.By(user, "driver");

    private static Position Here() => new() { Location = Place, Time = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) };

    private async Task<ReportLocationResponse> ReportAsync(string user) =>
        await Client.ReportLocationAsync(new ReportLocationRequest { Name = "drivers/me", Positions = { Here() } }, By(user));

    private async Task<IEnumerable<string>> FindAsync() =>
        (await Client.FindCandidatesAsync(new FindCandidatesRequest { Pickup = Place, RadiusMeters = 1000 })).Candidates.Select(each => each.Driver).Order(StringComparer.Ordinal);

    private async Task<Availability> AvailabilityAsync(string user) =>
        (await Client.GetDriverAsync(new GetDriverRequest { Name = "drivers/me" }, By(user))).Availability;
}
