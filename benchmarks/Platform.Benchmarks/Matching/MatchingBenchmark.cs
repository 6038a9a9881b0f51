using System.Globalization;
using Platform.Benchmarks.Harness;

namespace Platform.Benchmarks.Matching;

/// <summary>
/// Rides that are asked for, matched with drivers who accept at once, and cancelled again, against the same steps as plain gRPC calls one after another, which survive no
/// crash, keep no ride and let nobody be faster. Also how long it takes from the request to ASSIGNED.
/// </summary>
internal static class MatchingBenchmark
{
    public static async Task RunAsync(BenchmarkSettings settings)
    {
        await using var city = new MatchingCity();
        await city.StartAsync(settings.Callers);
        await RunAsync(city, "matching", settings);
        await RunAsync(city, "matching-alone", settings with { Callers = 1 });
    }

    private static async Task RunAsync(MatchingCity city, string name, BenchmarkSettings settings)
    {
        await new Scenario(name)
            .Measure("saga", city.MatchAsync)
            .Measure("direct", city.CallStepsAsync)
            .Compare(name, "saga", "direct")
            .RunAsync(settings, Console.Out);
        var times = city.TakeTimes();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: request to ASSIGNED p50 {Percentile(times, 0.5):F1} ms   p99 {Percentile(times, 0.99):F1} ms, of {times.Length} matches, those of the warm-up too"));
    }

    private static double Percentile(TimeSpan[] times, double share) => times[(int)Math.Ceiling(share * times.Length) - 1].TotalMilliseconds;
}
