using Platform.Testing;

namespace Platform.Simulator.Rides;

/// <summary>The services that rides need, as processes that can be killed.</summary>
internal sealed class RidePlatform : IAsyncDisposable
{
    private static readonly string[] Victims = ["Drivers.dll", "Rides.dll", "Payments.dll", ""];

    private readonly string _data;
    private PlatformProcess _platform;

    private RidePlatform(string data, PlatformProcess platform) => (_data, _platform) = (data, platform);

    /// <summary>What was killed.</summary>
    public List<string> Kills { get; } = [];

    public static async Task<RidePlatform> StartAsync(string data) => new(data, await LaunchAsync(data));

    /// <summary>Kills services, and localdapr with all of them, at random moments of the window.</summary>
    public async Task KillAsync(RideSimulationOptions options, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        var moments = Enumerable.Range(0, options.Kills).Select(_ => options.Window * random.NextDouble()).Order().ToList();
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < moments.Count; i++)
        {
            var wait = moments[i] - TimeProvider.System.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, cancellationToken);
            }

            await KillAsync(Victims[i % Victims.Length]);
        }
    }

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    private static Task<PlatformProcess> LaunchAsync(string data) => PlatformProcess.StartAsync("--data-dir", data, "--only", "drivers,rides,payments,shortener");

    private async Task KillAsync(string program)
    {
        if (program.Length > 0)
        {
            Kills.Add(program);
            using var service = ServiceProcess.Find(_platform.Id, program);
            service.Kill();
            return;
        }

        Kills.Add("localdapr");
        await _platform.KillAsync();
        await _platform.DisposeAsync();
        _platform = await LaunchAsync(_data);
    }
}
