using Dapr.Proto.Runtime.V1;
using Grpc.Core;

namespace Dapr.Tests.Client;

public sealed class PubSubTests : FakeSidecarTests
{
    [Fact]
    public async Task PublishEventAsync_Data_IsSentAsJson()
    {
        var metadata = new Dictionary<string, string> { ["ttlInSeconds"] = "5" };

        await Client.PublishEventAsync("pubsub", "orders", new { Id = 1 }, metadata, Cancellation);

        var request = Sidecar.Dapr.Request<PublishEventRequest>();
        request.PubsubName.ShouldBe("pubsub");
        request.Topic.ShouldBe("orders");
        request.DataContentType.ShouldBe("application/json");
        request.Data.ToStringUtf8().ShouldBe("""{"id":1}""");
        request.Metadata["ttlInSeconds"].ShouldBe("5");
    }

    [Fact]
    public async Task PublishEventAsync_CloudEvent_IsMarkedAsOne()
    {
        var cloudEvent = new CloudEvent<int>(7) { Type = "order.created", Source = new Uri("urn:shop") };

        await Client.PublishEventAsync("pubsub", "orders", cloudEvent, Cancellation);

        var request = Sidecar.Dapr.Request<PublishEventRequest>();
        request.DataContentType.ShouldBe("application/cloudevents+json");
        request.Data.ToStringUtf8().ShouldContain("\"type\":\"order.created\"");
        request.Data.ToStringUtf8().ShouldContain("\"data\":7");
    }

    [Fact]
    public async Task PublishEventAsync_NoData_SendsNone()
    {
        await Client.PublishEventAsync("pubsub", "ticks", Cancellation);

        Sidecar.Dapr.Request<PublishEventRequest>().ShouldBe(new PublishEventRequest { PubsubName = "pubsub", Topic = "ticks" });
    }

    [Fact]
    public async Task PublishByteEventAsync_Bytes_AreSentAsTheyAre()
    {
        await Client.PublishByteEventAsync("pubsub", "t", new byte[] { 0, 1 }, "application/octet-stream", cancellationToken: Cancellation);

        var request = Sidecar.Dapr.Request<PublishEventRequest>();
        request.Data.ToByteArray().ShouldBe([0, 1]);
        request.DataContentType.ShouldBe("application/octet-stream");
    }

    [Fact]
    public async Task PublishEventAsync_SidecarRefuses_ThrowsDaprException()
    {
        Sidecar.Dapr.Failure = StatusCode.NotFound;

        await Should.ThrowAsync<DaprException>(() => Client.PublishEventAsync("pubsub", "t", 1, Cancellation));
    }

    [Fact]
    public async Task BulkPublishEventAsync_SomeFail_NamesTheirData()
    {
        Sidecar.Dapr.Reply = new BulkPublishResponse
        {
            FailedEntries = { new BulkPublishResponseFailedEntry { EntryId = "1", Error = "too large" } },
        };

        var response = await Client.BulkPublishEventAsync("pubsub", "t", ["a", "b", "c"], cancellationToken: Cancellation);

        var failed = response.FailedEntries.ShouldHaveSingleItem();
        failed.Entry.EventData.ShouldBe("b");
        failed.ErrorMessage.ShouldBe("too large");
        Sidecar.Dapr.Request<BulkPublishRequest>().Entries.Count.ShouldBe(3);
    }
}
