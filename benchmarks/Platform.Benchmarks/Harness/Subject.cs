namespace Platform.Benchmarks.Harness;

/// <summary>One measured thing with what was measured so far.</summary>
internal sealed class Subject(string name, Func<int, Task> operation)
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly LatencyHistogram _latencies = new();
    private readonly List<double> _throughputs = [];

    public string Name => name;

    /// <summary>Operations per second, one number per round.</summary>
    public IReadOnlyList<double> Throughputs => _throughputs;

    public double Milliseconds(double percentile) => _latencies.Percentile(percentile) * 1000.0 / Clock.TimestampFrequency;

    public Task WarmUpAsync(BenchmarkSettings settings) => RunAsync(settings.Callers, settings.Warmup);

    public async Task RunRoundAsync(BenchmarkSettings settings)
    {
        var start = Clock.GetTimestamp();
        var callers = await RunAsync(settings.Callers, settings.RoundTime);
        var seconds = Clock.GetElapsedTime(start).TotalSeconds;
        _throughputs.Add(callers.Sum(caller => caller.Count) / seconds);
        foreach (var caller in callers)
        {
            _latencies.Add(caller);
        }
    }

    private Task<LatencyHistogram[]> RunAsync(int callers, TimeSpan time)
    {
        var end = Clock.GetTimestamp() + (long)(time.TotalSeconds * Clock.TimestampFrequency);
        return Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller, end))));
    }

    private async Task<LatencyHistogram> CallAsync(int caller, long end)
    {
        var latencies = new LatencyHistogram();
        var start = Clock.GetTimestamp();
        while (start < end)
        {
            await operation(caller);
            var now = Clock.GetTimestamp();
            latencies.Record(now - start);
            start = now;
        }

        return latencies;
    }
}
