using Grpc.Core;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Resiliency;

namespace LocalDapr.Tests.Resiliency;

public sealed class ResiliencyReaderTests
{
    [Fact]
    public void Read_EverythingThatDaprDocuments_IsTaken()
    {
        var spec = Specs.Read("""
              policies:
                timeouts:
                  general: 5s
                  inMilliseconds: 250
                retries:
                  five:
                    policy: constant
                    duration: 2s
                    maxRetries: 5
                    matching:
                      httpStatusCodes: "429, 500-503"
                      gRPCStatusCodes: "1-4,14"
                  forever:
                    policy: Exponential
                    maxInterval: 15s
                circuitBreakers:
                  breaker:
                    maxRequests: 2
                    interval: 8s
                    timeout: 45s
                    trip: consecutiveFailures >= 5 || (requests > 20 && totalFailures * 2 > requests)
              targets:
                apps:
                  orders:
                    timeout: general
                    retry: five
                    circuitBreaker: breaker
                    circuitBreakerCacheSize: 7
                actors:
                  Driver:
                    circuitBreaker: breaker
                    circuitBreakerScope: both
                    circuitBreakerCacheSize: 5000
                components:
                  pubsub:
                    inbound:
                      retry: forever
                    outbound:
                      timeout: inMilliseconds
            """);

        spec.Timeouts["inMilliseconds"].ShouldBe(TimeSpan.FromMilliseconds(250));
        var five = spec.Retries["five"];
        (five.MaxRetries, five.DelayBefore(1), five.DelayBefore(5)).ShouldBe((5, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)));
        spec.Retries["forever"].MaxRetries.ShouldBe(RetryPolicy.Endless);
        (spec.CircuitBreakers["breaker"].MaxRequests, spec.CircuitBreakers["breaker"].Timeout).ShouldBe((2, TimeSpan.FromSeconds(45)));
        spec.Apps["orders"].CircuitBreakerCacheSize.ShouldBe(7);
        spec.Actors["Driver"].Names.CircuitBreaker.ShouldBe("breaker");
        (spec.Components["pubsub"].Inbound!.Retry, spec.Components["pubsub"].Outbound!.Timeout).ShouldBe(("forever", "inMilliseconds"));
    }

    [Theory]
    [InlineData(429, true)]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(504, false)]
    public void Covers_HttpStatus_IfItIsInTheList(int status, bool covered) =>
        Matching().Covers(new Failure { HttpStatus = status }).ShouldBe(covered);

    [Theory]
    [InlineData(StatusCode.Unavailable, true)]
    [InlineData(StatusCode.NotFound, false)]
    public void Covers_GrpcStatus_IfItIsInTheList(StatusCode status, bool covered) =>
        Matching().Covers(new Failure { GrpcStatus = status }).ShouldBe(covered);

    [Fact]
    public void Covers_WithoutStatus_Always()
    {
        Matching().Covers(Failure.NoAnswer).ShouldBeTrue();
        Matching().Covers(Failure.BrokenOff).ShouldBeFalse();
    }

    [Fact]
    public void DelayBefore_Exponential_GrowsByHalfUpToTheLimit()
    {
        var retry = Specs.Read("  policies:\n    retries:\n      r:\n        policy: exponential\n        maxInterval: 3s\n").Retries["r"];

        Enumerable.Range(1, 7).Select(n => retry.DelayBefore(n).TotalMilliseconds).ShouldBe([500, 750, 1125, 1687.5, 2531.25, 3000, 3000]);
        retry.DelayBefore(int.MaxValue).ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData("  policies:\n    timeouts:\n      t: soon\n", "t: 'soon' is not a duration")]
    [InlineData("  policies:\n    timeouts:\n      t: 0s\n", "t: must be positive")]
    [InlineData("  policies:\n    timeouts:\n      t: 600h\n", "t: must not be longer than 576h")]
    [InlineData("  policies:\n    timeouts:\n      t:\n", "a duration is expected")]
    [InlineData("  policies:\n    retries:\n      r:\n        policy: linear\n", "policy: 'linear' is neither constant nor exponential")]
    [InlineData("  policies:\n    retries:\n      r:\n        maxRetry: 3\n", "maxRetry: there is no such field here; there are policy, duration")]
    [InlineData("  policies:\n    retries:\n      r:\n        maxRetries: -2\n", "maxRetries: must be -1 or more")]
    [InlineData("  policies:\n    retries:\n      r:\n        matching:\n          httpStatusCodes: 500-\n", "'500-' is no list of codes from 100 to 599")]
    [InlineData("  policies:\n    retries:\n      r:\n        matching:\n          gRPCStatusCodes: '17'\n", "'17' is no list of codes from 0 to 16")]
    [InlineData("  policies:\n    retries:\n      r:\n        matching:\n          httpStatusCodes: 503-500\n", "'503-500' is no list of codes")]
    [InlineData("  policies:\n    circuitBreakers:\n      c:\n        trip: failures > 5\n", "trip: expression 'failures > 5': there is no 'failures'")]
    [InlineData("  policies:\n    circuitBreakers:\n      c:\n        timeout: -1s\n", "timeout: must not be negative")]
    [InlineData("  targets:\n    actors:\n      A:\n        circuitBreaker: c\n", "circuitBreakerScope is missing")]
    [InlineData("  targets:\n    actors:\n      A:\n        circuitBreakerScope: all\n", "'all' is none of type, id, both")]
    [InlineData("  targets:\n    components:\n      c:\n        retry: r\n", "retry: there is no such field here; there are outbound, inbound")]
    [InlineData("  targets:\n    components: [a]\n", "'components' must be a mapping")]
    [InlineData("  policy: {}\n", "policy: there is no such field here; there are policies, targets")]
    public void Read_Mistake_SaysWhereAndWhat(string spec, string problem)
    {
        var message = Should.Throw<ConfigurationException>(() => Specs.Read(spec)).Message;

        message.ShouldContain(problem);
        message.ShouldContain("r.yaml:");
        message.Split('\n').ShouldHaveSingleItem();
    }

    [Fact]
    public void Read_SeveralMistakes_GivesALineForEach()
    {
        var message = Should.Throw<ConfigurationException>(() => Specs.Read("""
              policies:
                timeouts:
                  a: soon
                  b: 1s
                retries:
                  r:
                    policy: linear
                    unknown: 1
              targets:
                apps: []
            """)).Message;

        message.Split('\n').Select(line => line.Split(':')[1]).Order().ShouldBe(["12", "13", "15", "8"]);
    }

    [Fact]
    public void Merge_TargetsOfPoliciesThatAreMissing_GivesALineForEach()
    {
        var exception = Should.Throw<ConfigurationException>(() => Specs.Policies("""
              policies:
                retries:
                  known: {}
              targets:
                apps:
                  a:
                    retry: known
                    timeout: unknown
                components:
                  c:
                    outbound:
                      circuitBreaker: other
            """));

        exception.Message.Split('\n').Length.ShouldBe(2);
        exception.Message.ShouldContain("timeout: there is no timeout policy 'unknown'");
        exception.Message.ShouldContain("circuitBreaker: there is no circuitBreaker policy 'other'");
    }

    private static RetryPolicy Matching() => Specs.Read("""
          policies:
            retries:
              r:
                matching:
                  httpStatusCodes: "429,500-503"
                  gRPCStatusCodes: "14"
        """).Retries["r"];
}
