using LocalDapr.Runtime.Resiliency;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Testing;

namespace LocalDapr.Tests.Resiliency;

public sealed class CircuitBreakerTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Fail_AsOftenAsTheConditionSays_Opens()
    {
        var breaker = NewBreaker("consecutiveFailures >= 3");

        Fail(breaker, 2);
        Succeed(breaker);
        Fail(breaker, 2);
        breaker.Enter(out var generation).ShouldBeNull();
        breaker.Leave(generation, succeeded: false);

        breaker.Enter(out _).ShouldBe("circuit breaker is open");
    }

    [Fact]
    public void Fail_Default_OpensAfterTheSixthInARow()
    {
        var breaker = NewBreaker(CircuitBreakerPolicy.DefaultTrip);

        Fail(breaker, 5);
        breaker.Enter(out _).ShouldBeNull();
        Fail(breaker, 1);

        breaker.Enter(out _).ShouldNotBeNull();
    }

    [Fact]
    public void Fail_ConditionOverTotals_CountsSuccessesToo()
    {
        var breaker = NewBreaker("requests >= 10 && double(totalFailures) / double(requests) >= 0.5");

        for (var i = 0; i < 4; i++)
        {
            Succeed(breaker);
            Fail(breaker, 1);
        }

        Succeed(breaker);
        breaker.Enter(out var generation).ShouldBeNull();
        breaker.Leave(generation, succeeded: false);

        breaker.Enter(out _).ShouldNotBeNull();
    }

    [Fact]
    public void Enter_AfterTheTimeout_LetsAsManyThroughAsThePolicySays()
    {
        var breaker = NewBreaker("consecutiveFailures >= 1", maxRequests: 2);
        Fail(breaker, 1);

        _time.Advance(TimeSpan.FromSeconds(59));
        breaker.Enter(out _).ShouldNotBeNull();
        _time.Advance(TimeSpan.FromSeconds(1));
        breaker.Enter(out var first).ShouldBeNull();
        breaker.Enter(out var second).ShouldBeNull();
        breaker.Enter(out _).ShouldBe("too many requests while the circuit breaker is half-open");

        breaker.Leave(first, succeeded: true);
        breaker.Enter(out _).ShouldNotBeNull();
        breaker.Leave(second, succeeded: true);
        breaker.Enter(out _).ShouldBeNull();
    }

    [Fact]
    public void Fail_HalfOpen_OpensAgainForTheWholeTimeout()
    {
        var breaker = NewBreaker("consecutiveFailures >= 1");
        Fail(breaker, 1);
        _time.Advance(TimeSpan.FromSeconds(60));

        Fail(breaker, 1);
        _time.Advance(TimeSpan.FromSeconds(59));
        breaker.Enter(out _).ShouldNotBeNull();
        _time.Advance(TimeSpan.FromSeconds(1));

        breaker.Enter(out _).ShouldBeNull();
    }

    [Fact]
    public void Interval_Over_ForgetsWhatWasCounted()
    {
        var breaker = NewBreaker("totalFailures >= 3", interval: TimeSpan.FromSeconds(10));

        Fail(breaker, 2);
        _time.Advance(TimeSpan.FromSeconds(10));
        Fail(breaker, 2);
        breaker.Enter(out _).ShouldBeNull();
        Fail(breaker, 1);

        breaker.Enter(out _).ShouldNotBeNull();
    }

    [Fact]
    public void Leave_OfACallFromBeforeTheChange_DoesNotCount()
    {
        var breaker = NewBreaker("consecutiveFailures >= 1");
        breaker.Enter(out var slow);
        Fail(breaker, 1);
        _time.Advance(TimeSpan.FromSeconds(60));
        breaker.Enter(out _).ShouldBeNull();

        breaker.Leave(slow, succeeded: true);

        breaker.Enter(out _).ShouldNotBeNull();
    }

    [Fact]
    public void Leave_GivenUpHalfOpen_GivesItsPlaceToAnother()
    {
        var breaker = NewBreaker("consecutiveFailures >= 1");
        Fail(breaker, 1);
        _time.Advance(TimeSpan.FromSeconds(60));
        breaker.Enter(out var givenUp);

        breaker.Leave(givenUp, succeeded: null);

        breaker.Enter(out _).ShouldBeNull();
    }

    private CircuitBreaker NewBreaker(string trip, int maxRequests = 1, TimeSpan interval = default) => new(
        "test",
        new CircuitBreakerPolicy { Trip = CircuitBreakerPolicy.ParseTrip(trip), MaxRequests = maxRequests, Interval = interval },
        _time,
        NullLogger.Instance);

    private static void Fail(CircuitBreaker breaker, int times)
    {
        for (var i = 0; i < times; i++)
        {
            breaker.Enter(out var generation).ShouldBeNull();
            breaker.Leave(generation, succeeded: false);
        }
    }

    private static void Succeed(CircuitBreaker breaker)
    {
        breaker.Enter(out var generation).ShouldBeNull();
        breaker.Leave(generation, succeeded: true);
    }
}
