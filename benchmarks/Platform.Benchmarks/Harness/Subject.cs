namespace Platform.Benchmarks.Harness;

/// <summary>One measured thing with what was measured so far.</summary>
internal sealed class Subject(string name, Func<int, Task> operation, int units, TimeSpan pause)
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly LatencyHistogram _latencies = new();
    private readonly List<double> _throughputs = [];
    private readonly List<double> _allocations = [];
    private TimeSpan _processorTime;

    public string Name => name;

    /// <summary>Units of work per second, one number per round.</summary>
    public IReadOnlyList<double> Throughputs => _throughputs;

    public double Milliseconds(double percentile) => _latencies.Percentile(percentile) * 1000.0 / Clock.TimestampFrequency;

    /// <summary>What an operation costs the whole process, clients and servers, in microseconds of processor time.</summary>
    public double ProcessorMicroseconds => _processorTime.TotalMicroseconds / _latencies.Count;

    /// <summary>What an operation allocates in the whole process, in bytes; one number per round, for the runtime's count jumps now and then.</summary>
    public IReadOnlyList<double> AllocatedBytes => _allocations;

    /// <returns>Operations per second.</returns>
    public async Task<double> WarmUpAsync(int callers, TimeSpan time)
    {
        var (latencies, seconds) = await RunAsync(callers, time);
        return latencies.Count / seconds;
    }

    public async Task RunRoundAsync(BenchmarkSettings settings)
    {
        var (processorTime, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
        var (latencies, seconds) = await RunAsync(settings.Callers, settings.RoundTime);
        _processorTime += Environment.CpuUsage.TotalTime - processorTime;
        _allocations.Add((double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / latencies.Count);
        _throughputs.Add(latencies.Count * units / seconds);
        _latencies.Add(latencies);
    }

    private async Task<(LatencyHistogram Latencies, double Seconds)> RunAsync(int callers, TimeSpan time)
    {
        var start = Clock.GetTimestamp();
        var end = start + (long)(time.TotalSeconds * Clock.TimestampFrequency);
        var ofCallers = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller, end))));
        var seconds = Clock.GetElapsedTime(start).TotalSeconds;
        var all = new LatencyHistogram();
        Array.ForEach(ofCallers, all.Add);
        return (all, seconds);
    }

    private async Task<LatencyHistogram> CallAsync(int caller, long end)
    {
        var latencies = new LatencyHistogram();
        var random = new Random(caller);
        await PauseAsync(random);
        for (var start = Clock.GetTimestamp(); start < end; start = Clock.GetTimestamp())
        {
            await operation(caller);
            latencies.Record(Clock.GetTimestamp() - start);
            await PauseAsync(random);
        }

        return latencies;
    }

    // Evenly spread about the mean, so that callers do not come in step.
    private Task PauseAsync(Random random) => pause > TimeSpan.Zero ? Task.Delay(2 * pause * random.NextDouble()) : Task.CompletedTask;
}
