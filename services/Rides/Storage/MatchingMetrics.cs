using System.Diagnostics.Metrics;
using Platform.Rides.Domain;

namespace Platform.Rides.Storage;

/// <summary>How the search for drivers ends, counted when that is stored.</summary>
internal static class MatchingMetrics
{
    private static readonly Meter Meter = new("Platform.Rides");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "platform.rides.matching.duration",
        "s",
        "How long drivers were looked for, by outcome (matched, unmatched, canceled) and, where nobody was found, by reason.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120, 300] });

    /// <summary>A ride changed.</summary>
    public static void CountChange(Ride before, Ride after)
    {
        if (before.State != RideState.Matching || after.State == RideState.Matching)
        {
            return;
        }

        var outcome = after.State switch
        {
            RideState.Unmatched => "unmatched",
            RideState.Cancelled => "canceled",
            _ => "matched",
        };
        Duration.Record((after.UpdateTime - before.MatchingSince()).TotalSeconds, new("outcome", outcome), new("reason", outcome == "unmatched" ? after.EndReason : ""));
    }

    // Since it was last begun: a driver may have given the ride back. Offers leave it as it is.
    private static DateTimeOffset MatchingSince(this Ride ride) =>
        ride.History.Reverse().TakeWhile(entry => entry.State == RideState.Matching).LastOrDefault()?.Time ?? ride.CreateTime;
}
