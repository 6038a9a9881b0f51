namespace Dapr.Workflow.Worker;

/// <summary>Waits longer after each failure: from 100 ms doubling up to 5 s, less a random part so that workers don't come back all at once.</summary>
internal sealed class Backoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Random _random = new();
    private int _failures;

    /// <summary>Waits after a failure.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var delay = Math.Min(Longest.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, 10)));
        return Task.Delay(TimeSpan.FromMilliseconds(delay * (0.5 + (_random.NextDouble() / 2))), time, cancellationToken);
    }

    /// <summary>Starts over after a success.</summary>
    public void Reset() => _failures = 0;
}
