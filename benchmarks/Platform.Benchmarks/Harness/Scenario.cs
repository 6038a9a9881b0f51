using System.Globalization;

namespace Platform.Benchmarks.Harness;

/// <summary>How long and how often things are measured.</summary>
/// <param name="Rounds">Every thing is measured once in each round.</param>
/// <param name="RoundTime">How long each is measured in a round.</param>
/// <param name="Warmup">How long each runs before the first round, at the least; more as long as it gets faster.</param>
/// <param name="Callers">How many callers run at the same time, each waiting for its operation before the next.</param>
internal sealed record BenchmarkSettings(int Rounds, TimeSpan RoundTime, TimeSpan Warmup, int Callers);

/// <summary>
/// Measures things side by side: all in one process, in rounds that take turns, so that whatever else the machine does hits each of
/// them. A ratio is the median of the ratios of the rounds.
/// </summary>
/// <example>
/// <code>
/// await new Scenario("state get")
///     .Measure("sidecar", caller => client.GetAsync(keys[caller]))
///     .Measure("store", caller => store.GetAsync(keys[caller]))
///     .Compare("state-get", "sidecar", "store")
///     .RunAsync(settings, Console.Out);
/// </code>
/// </example>
/// <param name="name">What the output calls it.</param>
/// <param name="pause">How long callers wait on average before their next operation, as people do; zero for callers that keep all busy.</param>
internal sealed class Scenario(string name, TimeSpan pause = default)
{
    private const int WarmupSlices = 4;
    private const int MostWarmupSlices = 6 * WarmupSlices;

    // Less than this is noise.
    private const double Faster = 1.05;

    private readonly List<Subject> _subjects = [];
    private readonly List<(string Name, string Measured, string Baseline)> _comparisons = [];

    /// <summary>Adds a thing to measure.</summary>
    /// <param name="subject">What the output calls it.</param>
    /// <param name="operation">One operation. Gets the number of the caller, from 0.</param>
    /// <param name="units">How many units of work an operation is; the throughput counts units, the latency is that of the operation.</param>
    public Scenario Measure(string subject, Func<int, Task> operation, int units = 1)
    {
        _subjects.Add(new Subject(subject, operation, units, pause));
        return this;
    }

    /// <summary>Adds a line <c>ratio NAME NUMBER</c>: the throughput of a measured thing divided by that of its baseline.</summary>
    public Scenario Compare(string ratio, string measured, string baseline)
    {
        _comparisons.Add((ratio, measured, baseline));
        return this;
    }

    /// <summary>Measures, and prints a line per thing (throughput: median of the rounds; latencies: of all rounds) and per ratio.</summary>
    public async Task RunAsync(BenchmarkSettings settings, TextWriter output)
    {
        await WarmUpAsync(settings);
        for (var round = 0; round < settings.Rounds; round++)
        {
            foreach (var subject in _subjects)
            {
                await subject.RunRoundAsync(settings);
            }
        }

        foreach (var subject in _subjects)
        {
            await output.WriteLineAsync(Describe(subject));
        }

        foreach (var (ratio, measured, baseline) in _comparisons)
        {
            var rounds = Find(measured).Throughputs.Zip(Find(baseline).Throughputs, (one, other) => one / other);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"ratio {ratio} {Median(rounds):F3}"));
        }
    }

    // In slices, because the runtime recompiles what is hot while something else runs. With several processes on few cores that takes a minute, so it goes on
    // until nothing got faster for as long as the shortest warm-up takes.
    private async Task WarmUpAsync(BenchmarkSettings settings)
    {
        var best = new double[_subjects.Count];
        var stale = 0;
        for (var slice = 0; stale < WarmupSlices && slice < MostWarmupSlices; slice++)
        {
            stale++;
            for (var i = 0; i < best.Length; i++)
            {
                var throughput = await _subjects[i].WarmUpAsync(settings.Callers, settings.Warmup / WarmupSlices);
                if (throughput > best[i] * Faster)
                {
                    (best[i], stale) = (throughput, 0);
                }
            }
        }
    }

    private string Describe(Subject subject) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name + ": " + subject.Name,-30} {Median(subject.Throughputs),9:F0} ops/s   p50 {subject.Milliseconds(0.5),7:F3} ms   p99 {subject.Milliseconds(0.99),7:F3} ms   cpu {subject.ProcessorMicroseconds,6:F1} us   allocated {Median(subject.AllocatedBytes),6:F0} B");

    private Subject Find(string subject) => _subjects.Single(candidate => candidate.Name == subject);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
