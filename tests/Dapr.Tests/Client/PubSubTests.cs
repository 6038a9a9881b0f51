using Dapr.Client;
using Dapr.Proto.Runtime.V1;
using Grpc.Core;

namespace Dapr.Tests.Client;

public sealed class PubSubTests : IAsyncLifetime
{
    private FakeSidecar _sidecar = null!;
    private DaprClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sidecar = await FakeSidecar.StartAsync();
        _client = _sidecar.CreateClient();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _sidecar.DisposeAsync();
    }

    [Fact]
    public async Task PublishEventAsync_Data_IsSentAsJson()
    {
        var metadata = new Dictionary<string, string> { ["ttlInSeconds"] = "5" };

        await _client.PublishEventAsync("pubsub", "orders", new { Id = 1 }, metadata, Cancellation);

        var request = _sidecar.Dapr.Request<PublishEventRequest>();
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

        await _client.PublishEventAsync("pubsub", "orders", cloudEvent, Cancellation);

        var request = _sidecar.Dapr.Request<PublishEventRequest>();
        request.DataContentType.ShouldBe("application/cloudevents+json");
        request.Data.ToStringUtf8().ShouldContain("\"type\":\"order.created\"");
        request.Data.ToStringUtf8().ShouldContain("\"data\":7");
    }

    [Fact]
    public async Task PublishEventAsync_NoData_SendsNone()
    {
        await _client.PublishEventAsync("pubsub", "ticks", Cancellation);

        _sidecar.Dapr.Request<PublishEventRequest>().ShouldBe(new PublishEventRequest { PubsubName = "pubsub", Topic = "ticks" });
    }

    [Fact]
    public async Task PublishByteEventAsync_Bytes_AreSentAsTheyAre()
    {
        await _client.PublishByteEventAsync("pubsub", "t", new byte[] { 0, 1 }, "application/octet-stream", cancellationToken: Cancellation);

        var request = _sidecar.Dapr.Request<PublishEventRequest>();
        request.Data.ToByteArray().ShouldBe([0, 1]);
        request.DataContentType.ShouldBe("application/octet-stream");
    }

    [Fact]
    public async Task PublishEventAsync_SidecarRefuses_ThrowsDaprException()
    {
        _sidecar.Dapr.Failure = StatusCode.NotFound;

        await Should.ThrowAsync<DaprException>(() => _client.PublishEventAsync("pubsub", "t", 1, Cancellation));
    }

    [Fact]
    public async Task BulkPublishEventAsync_SomeFail_NamesTheirData()
    {
        _sidecar.Dapr.Reply = new BulkPublishResponse
        {
            FailedEntries = { new BulkPublishResponseFailedEntry { EntryId = "1", Error = "too large" } },
        };

        var response = await _client.BulkPublishEventAsync("pubsub", "t", ["a", "b", "c"], cancellationToken: Cancellation);

        var failed = response.FailedEntries.ShouldHaveSingleItem();
        failed.Entry.EventData.ShouldBe("b");
        failed.ErrorMessage.ShouldBe("too large");
        _sidecar.Dapr.Request<BulkPublishRequest>().Entries.Count.ShouldBe(3);
    }
}
