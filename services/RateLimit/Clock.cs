namespace Platform.RateLimit;

/// <summary>The clock as the domain reads it.</summary>
internal static class Clock
{
    /// <summary>Now, in microseconds since the Unix epoch.</summary>
    public static long Microseconds(TimeProvider clock) => (clock.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
