using System.Diagnostics.Metrics;

namespace Platform.State.Caching;

/// <summary>The metric <c>platform.cache.lookups</c>.</summary>
internal static class CacheMetrics
{
    private static readonly Meter Meter = new("Platform.State");
    private static readonly Counter<long> Lookups = Meter.CreateCounter<long>(
        "platform.cache.lookups", "{lookup}", "Values that were asked for, by cache and by whether memory had them (hit, miss).");

    /// <summary>A value was found in memory, or had to be loaded.</summary>
    public static void Count(string cache, bool isHit)
    {
        if (Lookups.Enabled)
        {
            Lookups.Add(1, new("cache", cache), new("result", isHit ? "hit" : "miss"));
        }
    }
}
