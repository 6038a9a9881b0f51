using System.Diagnostics.Metrics;
using Platform.Rides.Domain;
using Platform.Rides.Domain.Offers;
using Platform.Rides.Storage;

namespace Platform.Rides.Tests.Domain;

/// <summary>What is counted of searches for drivers.</summary>
public sealed class MatchingMetricsTests : IDisposable
{
    private static readonly DateTimeOffset Now = TestRides.Now;

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly MeterListener _listener = new();
    private readonly List<(double Seconds, string Outcome, string Reason)> _counted = [];

    public MatchingMetricsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "platform.rides.matching.duration")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            // Others run at the same time and count too.
            if (Environment.CurrentManagedThreadId == _thread)
            {
                _counted.Add((seconds, (string)tags[0].Value!, (string)tags[1].Value!));
            }
        });
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void CountChange_ClaimedAfterOffers_TellsTheTimeSinceItWasBegun()
    {
        var offered = TestRides.Matching().Offer([TestRides.At(TestRides.Driver)], 3, Now.AddSeconds(5));
        var claimed = offered.Claim(TestRides.Driver, OfferIds.Of(offered.Id, 1, 1), Now.AddSeconds(8)).Ride;

        MatchingMetrics.CountChange(TestRides.Matching(), offered);
        MatchingMetrics.CountChange(offered, claimed);

        _counted.ShouldBe([(8, "matched", "")]);
    }

    [Fact]
    public void CountChange_ToNobody_TellsWhy()
    {
        MatchingMetrics.CountChange(TestRides.Matching(), TestRides.Matching().GiveUp(1, "NO_DRIVERS_NEAR", Now.AddSeconds(60)));

        _counted.ShouldBe([(60, "unmatched", "NO_DRIVERS_NEAR")]);
    }
}
