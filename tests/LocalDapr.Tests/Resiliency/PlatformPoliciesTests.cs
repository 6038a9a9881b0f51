using Grpc.Core;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Resiliency;
using LocalDapr.Runtime.Resiliency.Specification;
using Platform.Testing;

namespace LocalDapr.Tests.Resiliency;

/// <summary>The policies that the platform itself runs under.</summary>
public sealed class PlatformPoliciesTests
{
    private readonly ResiliencyPolicies _policies =
        new([ResiliencyReader.Read(YamlFile.Read(Path.Combine(Repository.Root, "dapr-components", "local", "resiliency.yaml")).Single())]);

    [Fact]
    public void Apps_OnlyWhatNobodyAnswered_IsSentAgain()
    {
        var policies = _policies.ForApp("shortener")!;

        (policies.Timeout, policies.CircuitBreaker).ShouldBe((null, null));
        policies.Retry!.Covers(Failure.Of(StatusCode.Unavailable)!.Value).ShouldBeTrue();
        policies.Retry.Covers(Failure.Of(StatusCode.Aborted)!.Value).ShouldBeFalse();
        policies.Retry.Covers(Failure.Of(500)!.Value).ShouldBeFalse();
    }

    [Fact]
    public void Deliveries_PoisonEvent_IsTriedForTenSeconds()
    {
        var retry = _policies.ForComponent("pubsub", BuildingBlocks.PubSub, ComponentDirection.Inbound)!.Retry!;

        Enumerable.Range(1, retry.MaxRetries).Sum(n => retry.DelayBefore(n).TotalSeconds).ShouldBeInRange(8, 15);
    }

    [Theory]
    [InlineData("statestore", BuildingBlocks.State)]
    [InlineData("ledger", BuildingBlocks.State)]
    [InlineData("pubsub", BuildingBlocks.PubSub)]
    [InlineData("blobs", BuildingBlocks.Bindings)]
    public void Stores_HaveNone_AndCostNothing(string component, string buildingBlock) =>
        _policies.ForComponent(component, buildingBlock, ComponentDirection.Outbound).ShouldBeNull();
}
