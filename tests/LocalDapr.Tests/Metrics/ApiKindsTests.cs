using LocalDapr.Runtime.Metrics;

namespace LocalDapr.Tests.Metrics;

public sealed class ApiKindsTests
{
    [Theory]
    [InlineData("/dapr.proto.runtime.v1.Dapr/GetBulkState", "State")]
    [InlineData("/dapr.proto.runtime.v1.Dapr/ExecuteActorStateTransaction", "Actors")]
    [InlineData("/dapr.proto.runtime.v1.Dapr/PublishEvent", "PubSub")]
    [InlineData("/dapr.proto.runtime.v1.Dapr/InvokeService", "Invocation")]
    [InlineData("/dapr.proto.runtime.v1.Dapr/InvokeBinding", "Bindings")]
    [InlineData("/dapr.proto.runtime.v1.Dapr/GetBulkSecret", "Secrets")]
    [InlineData("/dapr.proto.runtime.v1.Dapr/StartWorkflowBeta1", "Workflows")]
    [InlineData("/dapr.proto.runtime.v1.Dapr/NoSuchMethod", "Other")]
    [InlineData("/TaskHubSidecarService/GetWorkItems", "Workflows")]
    [InlineData("/v1.0/state/store/key", "State")]
    [InlineData("/v1.0-alpha1/state/store/query", "State")]
    [InlineData("/v1.0/publish/pubsub/topic", "PubSub")]
    [InlineData("/v1.0/invoke/shop/method/state", "Invocation")]
    [InlineData("/v1.0/actors/Sku/1/method/x", "Actors")]
    [InlineData("/v1.0/metadata", "Other")]
    [InlineData("/", "Other")]
    [InlineData("/v1.0", "Other")]
    public void Of_Path_IsThePartOfTheApi(string path, string api) => ApiKinds.Of(path).ToString().ShouldBe(api);
}
