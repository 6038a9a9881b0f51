namespace Platform.Identity.Domain.Attempts;

/// <summary>
/// How long to wait after failures: not at all up to some, then twice as long after each, up to a limit. Failures are forgotten when there was none for
/// a while.
/// </summary>
/// <param name="FreeFailures">How many failures have no consequence.</param>
/// <param name="FirstDelay">How long to wait after the next one.</param>
/// <param name="MaxDelay">The longest wait.</param>
/// <param name="Memory">When failures are forgotten.</param>
internal sealed record Backoff(int FreeFailures, TimeSpan FirstDelay, TimeSpan MaxDelay, TimeSpan Memory)
{
    private const int MaxDoublings = 30;

    /// <summary>How long to wait until the next attempt; zero for not at all.</summary>
    public TimeSpan WaitAt(Failures? failures, DateTimeOffset now)
    {
        if (failures is null || failures.Count < FreeFailures || IsForgotten(failures, now))
        {
            return TimeSpan.Zero;
        }

        var factor = Math.Pow(2, Math.Min(failures.Count - FreeFailures, MaxDoublings));
        var delay = TimeSpan.FromSeconds(Math.Min(FirstDelay.TotalSeconds * factor, MaxDelay.TotalSeconds));
        var end = failures.LastTime + delay;
        return end > now ? end - now : TimeSpan.Zero;
    }

    /// <summary>One more failure.</summary>
    public Failures Add(Failures? failures, DateTimeOffset now) =>
        new(failures is null || IsForgotten(failures, now) ? 1 : failures.Count + 1, now);

    private bool IsForgotten(Failures failures, DateTimeOffset now) => now >= failures.LastTime + Memory;
}

/// <summary>Failures in a row.</summary>
/// <param name="Count">How many.</param>
/// <param name="LastTime">When the last one was.</param>
internal sealed record Failures(int Count, DateTimeOffset LastTime);
