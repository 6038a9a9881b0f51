using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Platform.Messaging;

/// <summary>How late events are: the lag of consumers, whatever carries the events.</summary>
internal static class EventMetrics
{
    // The host's CloudEvents middleware makes headers of attributes.
    private const string TimeHeader = "Cloudevent.time";

    private static readonly Meter Meter = new("Platform.Messaging");
    private static readonly Histogram<double> Delay = Meter.CreateHistogram(
        "platform.events.delay",
        "s",
        "Time from the publication of an event to the end of an attempt to handle it, by topic and outcome (handled, failed).",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800] });

    /// <summary>An attempt to handle an event has ended.</summary>
    public static void Record(HttpContext context, string topic, bool isHandled, DateTimeOffset now)
    {
        if (Delay.Enabled
            && DateTimeOffset.TryParse(context.Request.Headers[TimeHeader], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var published))
        {
            Delay.Record(Math.Max(0, (now - published).TotalSeconds), new("topic", topic), new("outcome", isHandled ? "handled" : "failed"));
        }
    }
}
