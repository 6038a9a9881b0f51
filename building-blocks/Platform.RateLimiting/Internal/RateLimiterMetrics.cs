using System.Diagnostics.Metrics;

namespace Platform.RateLimiting.Internal;

/// <summary>The metric <c>platform.ratelimiting.decisions</c> by outcome; <c>failed_open</c> says that the limiter cannot be reached.</summary>
internal static class RateLimiterMetrics
{
    private static readonly Meter Meter = new("Platform.RateLimiting");
    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>(
        "platform.ratelimiting.decisions", "{decision}", "Decisions by outcome (allowed, denied, deny_listed, failed_open, unavailable) and by who made them (local or not).");

    private static readonly string[] Outcomes = ["allowed", "denied", "deny_listed", "failed_open", "unavailable"];

    public static void Count(RateLimitOutcome outcome, bool isLocal)
    {
        if (Decisions.Enabled)
        {
            Decisions.Add(1, new("outcome", Outcomes[(int)outcome]), new("local", isLocal));
        }
    }
}
