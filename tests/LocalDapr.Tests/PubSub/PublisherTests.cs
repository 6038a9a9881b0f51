using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.PubSub;
using LocalDapr.Runtime.PubSub.CloudEvents;
using LocalDapr.Storage;

namespace LocalDapr.Tests.PubSub;

public sealed class PublisherTests
{
    [Theory]
    [InlineData("", "orders", "ERR_PUBSUB_EMPTY", 404)]
    [InlineData("pubsub", "", "ERR_TOPIC_NAME_EMPTY", 404)]
    [InlineData("other", "orders", "ERR_PUBSUB_NOT_FOUND", 404)]
    [InlineData("pubsub", "secret", "ERR_PUBSUB_FORBIDDEN", 403)]
    public async Task Publish_RefusedRequest_HasTheDocumentedError(string pubSub, string topic, string code, int status)
    {
        var exception = await Should.ThrowAsync<DaprException>(() => PublishAsync(pubSub, topic, "text/plain", "x"));

        (exception.Error.Code, exception.Error.HttpStatus).ShouldBe((code, status));
    }

    [Fact]
    public async Task Publish_BrokenCloudEvent_CannotBeCreated()
    {
        var exception = await Should.ThrowAsync<DaprException>(() => PublishAsync("pubsub", "orders", "application/cloudevents+json", "{"));

        exception.Error.Code.ShouldBe("ERR_PUBSUB_CLOUD_EVENTS_SER");
    }

    [Theory]
    [InlineData("publishingScopes", "app=a,b;other=c", "a", true)]
    [InlineData("publishingScopes", "app=a,b;other=c", "c", false)]
    [InlineData("publishingScopes", "app=", "a", false)]
    [InlineData("publishingScopes", "other=c", "a", true)]
    [InlineData("allowedTopics", "a,b", "a", true)]
    [InlineData("allowedTopics", "a,b", "c", false)]
    [InlineData("protectedTopics", "a", "a", false)]
    [InlineData("protectedTopics", "a", "b", true)]
    public void CanPublish_Scopes_DecideByAppAndTopic(string setting, string value, string topic, bool isAllowed) =>
        ComponentWith(setting, value).CanPublish("app", topic).ShouldBe(isAllowed);

    [Theory]
    [InlineData("""[{"event":1}]""")]
    [InlineData("""[{"entryId":"1"}]""")]
    [InlineData("""[{"entryId":"1","event":1},{"entryId":"1","event":2}]""")]
    [InlineData("""{"entryId":"1"}""")]
    [InlineData("""[{"entryId":"1","event":"?","contentType":"application/octet-stream"}]""")]
    [InlineData("[")]
    public void Parse_MalformedBulkEntries_SaysWhy(string body)
    {
        BulkEntries.Parse(System.Text.Encoding.UTF8.GetBytes(body), new Dictionary<string, string>(), out var problem).ShouldBeEmpty();

        problem.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Parse_BulkEntries_DecodesByContentType()
    {
        var body = """
            [{"entryId":"1","event":"text","contentType":"text/plain"},
             {"entryId":"2","event":{"a":1},"contentType":"application/json","metadata":{"ttlInSeconds":"5"}},
             {"entryId":"3","event":"AQI=","contentType":"application/octet-stream"}]
            """u8.ToArray();

        var entries = BulkEntries.Parse(body, new Dictionary<string, string> { ["ttlInSeconds"] = "9" }, out var problem);

        problem.ShouldBeNull();
        entries.Select(entry => entry.Data.ToArray()).ShouldBe(["text"u8.ToArray(), "{\"a\":1}"u8.ToArray(), [1, 2]]);
        entries.Select(entry => entry.Metadata["ttlInSeconds"]).ShouldBe(["9", "5", "9"]);
    }

    private static async Task PublishAsync(string pubSub, string topic, string contentType, string data)
    {
        await using var store = await KeyValueStore.OpenAsync(new StoreOptions());
        var components = new Dictionary<string, Component> { ["pubsub"] = ComponentWith("publishingScopes", "app=orders") };
        var app = new AppPubSub("app", components, new Publisher(new MessageBroker(store), TimeProvider.System));
        var entry = new PublishEntry(System.Text.Encoding.UTF8.GetBytes(data), contentType, new Dictionary<string, string>());
        await app.PublishAsync(pubSub, topic, [entry], new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", ""), CancellationToken.None);
    }

    private static Component ComponentWith(string setting, string value) => new()
    {
        Name = "pubsub",
        Type = "pubsub.redis",
        Location = "test",
        Metadata = new Dictionary<string, string> { [setting] = value },
    };
}
