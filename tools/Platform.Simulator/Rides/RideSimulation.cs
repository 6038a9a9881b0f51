using Platform.Testing;
using Spectre.Console;

namespace Platform.Simulator.Rides;

/// <summary>A city's drivers and riders, on a platform of its own.</summary>
internal static class RideSimulation
{
    private const string Dataset = "c-trips";
    private static readonly TimeSpan LastRides = TimeSpan.FromMinutes(4);

    /// <summary>Runs it and says how it went. 0 when nothing is wrong in the books.</summary>
    public static async Task<int> RunAsync(RideSimulationOptions options, CancellationToken cancellationToken)
    {
        var (nodes, edges) = (Datasets.Find(Dataset, "road-campo-grande-nodes.csv.gz"), Datasets.Find(Dataset, "road-campo-grande-edges.csv.gz"));
        var trips = Datasets.Find(Dataset, "chicago-taxi-trips.csv.gz");
        var map = CityMap.Load(nodes, edges);
        AnsiConsole.MarkupLineInterpolated($"{options.Riders} riders, {options.Drivers} drivers; streets of {map.Name}, trips {(trips is null ? "made up" : "of Chicago")}, {options.Compress} s in one");
        Configure(options, nodes, edges);
        using var data = new TempFolder();
        await using var platform = await RidePlatform.StartAsync(data.Path);
        using var city = new RideCity(options, map);
        var start = TimeProvider.System.GetTimestamp();
        await LiveAsync(city, TripRequests.Draw(trips, options), platform, cancellationToken);

        var figures = new RideFigures(city, TimeProvider.System.GetElapsedTime(start));
        var differences = await new RideChecker(city).CheckAsync(cancellationToken);
        RideSummary.Write(figures, differences, platform.Kills);
        await File.WriteAllTextAsync(options.Report, RideReport.Write(city, figures, differences), cancellationToken);
        AnsiConsole.MarkupLineInterpolated($"report: {options.Report}");
        return differences.Count == 0 ? 0 : 1;
    }

    // Seconds are pressed together, so cars seem to fly; and everybody drives on the same streets as the platform knows.
    private static void Configure(RideSimulationOptions options, string? nodes, string? edges)
    {
        Environment.SetEnvironmentVariable("Drivers__MaxSpeedMps", "1000");
        if (nodes is not null && edges is not null)
        {
            Environment.SetEnvironmentVariable("Rides__Roads__0__Nodes", nodes);
            Environment.SetEnvironmentVariable("Rides__Roads__0__Edges", edges);
        }

        Environment.SetEnvironmentVariable("Rides__OfferTime", options.Kills > 0 ? "00:00:10" : "00:00:15");
    }

    private static async Task LiveAsync(RideCity city, IReadOnlyList<TripRequest> requests, RidePlatform platform, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(city.Options.Window + LastRides);
        var drivers = Enumerable.Range(0, city.Options.Drivers).Select(number => Task.Run(() => new Driver(city, number).RunAsync(over.Token), CancellationToken.None)).ToList();
        var riders = requests.Select((request, number) => Task.Run(() => new Rider(city, number, request).RunAsync(over.Token), CancellationToken.None)).ToList();
        var killing = platform.KillAsync(city.Options, over.Token);
        await AnsiConsole.Progress().StartAsync(async progress =>
        {
            var bar = progress.AddTask("rides", maxValue: requests.Count);
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            var all = Task.WhenAll(riders);
            while (!all.IsCompleted)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
                bar.Value = city.Records.Count;
            }

            await all;
        });
        await killing;
        await over.CancelAsync();
        await Task.WhenAll(drivers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
