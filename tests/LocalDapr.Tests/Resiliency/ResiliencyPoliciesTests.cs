using LocalDapr.Runtime.Resiliency;

namespace LocalDapr.Tests.Resiliency;

/// <summary>Which policies hold for a target: the example that Dapr's documentation works through, and its corners.</summary>
public sealed class ResiliencyPoliciesTests
{
    private const string Documented = """
          policies:
            retries:
              DefaultRetryPolicy: {maxRetries: 1}
              DefaultAppRetryPolicy: {maxRetries: 2}
              DefaultActorRetryPolicy: {maxRetries: 3}
              DefaultComponentInboundRetryPolicy: {maxRetries: 4}
              DefaultStatestoreComponentOutboundRetryPolicy: {maxRetries: 5}
              fastRetries: {maxRetries: 6}
              retryForever: {maxRetries: 7}
          targets:
            apps:
              appA: {retry: fastRetries}
              appB: {retry: retryForever}
            actors:
              EventActor: {retry: retryForever}
            components:
              actorstore:
                outbound: {retry: fastRetries}
        """;

    [Theory]
    [InlineData("appA", 6)]
    [InlineData("appB", 7)]
    [InlineData("appC", 2)]
    public void ForApp_Documented_IsAsDocumented(string appId, int maxRetries) =>
        Specs.Policies(Documented).ForApp(appId)!.Retry!.MaxRetries.ShouldBe(maxRetries);

    [Theory]
    [InlineData("pubsub", "pubsub", nameof(ComponentDirection.Outbound), 1)]
    [InlineData("pubsub", "pubsub", nameof(ComponentDirection.Inbound), 4)]
    [InlineData("statestore", "state", nameof(ComponentDirection.Outbound), 5)]
    [InlineData("actorstore", "state", nameof(ComponentDirection.Outbound), 6)]
    public void ForComponent_Documented_IsAsDocumented(string name, string block, string direction, int maxRetries) =>
        Specs.Policies(Documented).ForComponent(name, block, Enum.Parse<ComponentDirection>(direction))!.Retry!.MaxRetries.ShouldBe(maxRetries);

    [Theory]
    [InlineData("EventActor", 7)]
    [InlineData("SummaryActor", 3)]
    public void ForActor_Documented_IsAsDocumented(string type, int maxRetries) =>
        Specs.Policies(Documented).ForActor(type)!.Value.Policies.Retry!.MaxRetries.ShouldBe(maxRetries);

    [Fact]
    public void For_NamedTarget_GetsNoDefaults()
    {
        var policies = Specs.Policies(Documented, "  policies:\n    timeouts:\n      DefaultTimeoutPolicy: 1s\n");

        policies.ForApp("appA")!.Timeout.ShouldBeNull();
        policies.ForApp("appC")!.Timeout.ShouldBe(TimeSpan.FromSeconds(1));
        policies.ForComponent("actorstore", "state", ComponentDirection.Inbound).ShouldBeNull();
    }

    [Fact]
    public void For_EveryLevel_TakesTheMostSpecificOfEachKind()
    {
        var policies = Specs.Policies("""
              policies:
                timeouts:
                  DefaultTimeoutPolicy: 1s
                  DefaultComponentTimeoutPolicy: 2s
                  DefaultComponentInboundTimeoutPolicy: 3s
                  DefaultBindingComponentInboundTimeoutPolicy: 4s
                circuitBreakers:
                  DefaultComponentCircuitBreakerPolicy: {maxRequests: 2}
            """);

        policies.ForApp("any")!.Timeout.ShouldBe(TimeSpan.FromSeconds(1));
        policies.ForComponent("c", "state", ComponentDirection.Outbound)!.Timeout.ShouldBe(TimeSpan.FromSeconds(2));
        policies.ForComponent("c", "pubsub", ComponentDirection.Inbound)!.Timeout.ShouldBe(TimeSpan.FromSeconds(3));
        var binding = policies.ForComponent("c", "bindings", ComponentDirection.Inbound)!;
        (binding.Timeout, binding.CircuitBreaker!.MaxRequests).ShouldBe((TimeSpan.FromSeconds(4), 2));
    }

    [Fact]
    public void For_NoPolicies_IsNull()
    {
        var policies = Specs.Policies();

        policies.ForApp("a").ShouldBeNull();
        policies.ForComponent("c", "state", ComponentDirection.Outbound).ShouldBeNull();
        policies.ForActor("T").ShouldBeNull();
    }

    [Theory]
    [InlineData("", 3, 1)]
    [InlineData("  policies: {retries: {DaprBuiltInServiceRetries: {maxRetries: 5, duration: 2s}}}", 5, 2)]
    [InlineData("  policies: {retries: {DaprBuiltInServiceRetries: {maxRetries: 1, duration: 2s}}}", 3, 2)]
    public void ServiceRetriesOf_App_AreThreeOrMore(string spec, int maxRetries, int seconds)
    {
        var retries = (spec.Length == 0 ? Specs.Policies() : Specs.Policies(spec)).ServiceRetriesOf("any")!;

        (retries.MaxRetries, retries.DelayBefore(1).TotalSeconds).ShouldBe((maxRetries, seconds));
    }

    [Fact]
    public void ServiceRetriesOf_NamedApp_AreNone() => Specs.Policies(Documented).ServiceRetriesOf("appA").ShouldBeNull();

    [Fact]
    public void Merge_TwoSpecs_TheLaterWinsAndUsesPoliciesOfTheEarlier()
    {
        var policies = Specs.Policies(
            "  policies: {retries: {r: {maxRetries: 1}, s: {maxRetries: 2}}}\n  targets: {apps: {a: {retry: r}, b: {retry: r}}}",
            "  policies: {retries: {r: {maxRetries: 9}}}\n  targets: {apps: {a: {retry: s}}}");

        (policies.ForApp("a")!.Retry!.MaxRetries, policies.ForApp("b")!.Retry!.MaxRetries).ShouldBe((2, 9));
    }
}
