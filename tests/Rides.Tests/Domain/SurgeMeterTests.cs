using Platform.Rides.Domain.Fares;
using Platform.Testing;

namespace Platform.Rides.Tests.Domain;

public sealed class SurgeMeterTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Percent_MoreDriversThanRiders_IsNone()
    {
        var meter = Busy(requests: 10);

        _clock.Advance(TimeSpan.FromMinutes(1));

        meter.Percent("cell", 10).ShouldBe(100);
        meter.Percent("elsewhere", 0).ShouldBe(100);
    }

    [Fact]
    public void Percent_ManyRiders_RisesSmoothlyAndNeverAboveThree()
    {
        var meter = Busy(requests: 1000);
        meter.Percent("cell", 1).ShouldBe(100);

        List<int> seen = [];
        for (var i = 0; i < 24; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            seen.Add(meter.Percent("cell", 1));
        }

        // 1 - e^(-1/6) of the way from 1 to 3 in the first ten seconds: 1.307.
        seen[0].ShouldBe(130);
        seen.ShouldBe(seen.Order());
        seen.ShouldAllBe(percent => percent >= 100 && percent <= 300 && percent % 5 == 0);
        seen[^1].ShouldBeGreaterThan(290);
    }

    [Fact]
    public void Percent_AfterFiveMinutes_FallsAgain()
    {
        var meter = Busy(requests: 5);
        _clock.Advance(TimeSpan.FromMinutes(4));
        meter.Percent("cell", 1).ShouldBeGreaterThan(250);

        _clock.Advance(TimeSpan.FromMinutes(10));

        meter.Percent("cell", 1).ShouldBe(100);
    }

    [Fact]
    public void Demand_HeardTooLate_DoesNotCount()
    {
        var meter = new SurgeMeter(_clock);
        for (var i = 0; i < 100; i++)
        {
            meter.Demand("cell", _clock.GetUtcNow().AddMinutes(-5));
        }

        meter.Percent("cell", 1).ShouldBe(100);
        _clock.Advance(TimeSpan.FromMinutes(1));
        meter.Percent("cell", 1).ShouldBe(100);
    }

    private SurgeMeter Busy(int requests)
    {
        var meter = new SurgeMeter(_clock);
        for (var i = 0; i < requests; i++)
        {
            meter.Demand("cell", _clock.GetUtcNow());
        }

        return meter;
    }
}
