using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LocalDapr.Runtime.PubSub.CloudEvents;
using Platform.Testing;

namespace LocalDapr.Tests.PubSub;

public sealed class CloudEventEnvelopeTests
{
    private static readonly TraceContext Trace = new("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=b");
    private static readonly Dictionary<string, string> NoMetadata = [];

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    [Fact]
    public void Create_Json_HasAllAttributesThatDaprDocuments()
    {
        var cloudEvent = Create("{\"total\":10.50}", "application/json");

        cloudEvent.GetProperty("id").GetGuid().ShouldNotBe(Guid.Empty);
        cloudEvent.GetProperty("specversion").GetString().ShouldBe("1.0");
        cloudEvent.GetProperty("source").GetString().ShouldBe("orders");
        cloudEvent.GetProperty("type").GetString().ShouldBe("com.dapr.event.sent");
        cloudEvent.GetProperty("datacontenttype").GetString().ShouldBe("application/json");
        cloudEvent.GetProperty("topic").GetString().ShouldBe("created");
        cloudEvent.GetProperty("pubsubname").GetString().ShouldBe("pubsub");
        cloudEvent.GetProperty("time").GetString().ShouldBe("2026-03-04T05:06:07Z");
        cloudEvent.GetProperty("traceid").GetString().ShouldBe(Trace.Parent);
        cloudEvent.GetProperty("traceparent").GetString().ShouldBe(Trace.Parent);
        cloudEvent.GetProperty("tracestate").GetString().ShouldBe("a=b");
        cloudEvent.GetProperty("data").GetRawText().ShouldBe("{\"total\":10.50}");
    }

    [Fact]
    public void Create_NoContentType_IsPlainText()
    {
        var cloudEvent = Create("hello", null);

        cloudEvent.GetProperty("datacontenttype").GetString().ShouldBe("text/plain");
        cloudEvent.GetProperty("data").GetString().ShouldBe("hello");
    }

    [Fact]
    public void Create_BrokenJson_KeepsItAsText() =>
        Create("{broken", "application/json; charset=utf-8").GetProperty("data").GetString().ShouldBe("{broken");

    [Fact]
    public void Create_Overrides_ReplaceAttributesButNotTheTopic()
    {
        var cloudEvent = Create("x", "text/plain", new()
        {
            ["cloudevent.id"] = "7",
            ["cloudevent.source"] = "elsewhere",
            ["cloudevent.type"] = "order",
            ["cloudevent.subject"] = "s",
            ["cloudevent.traceparent"] = "00-1-2-00",
            ["cloudevent.topic"] = "other",
        });

        cloudEvent.GetProperty("id").GetString().ShouldBe("7");
        cloudEvent.GetProperty("source").GetString().ShouldBe("elsewhere");
        cloudEvent.GetProperty("type").GetString().ShouldBe("order");
        cloudEvent.GetProperty("subject").GetString().ShouldBe("s");
        cloudEvent.GetProperty("traceid").GetString().ShouldBe("00-1-2-00");
        cloudEvent.GetProperty("topic").GetString().ShouldBe("created");
    }

    [Fact]
    public void Create_Ttl_SetsAnExpirationThatPasses()
    {
        var cloudEvent = Create("x", null, new() { ["ttlInSeconds"] = "60" });

        cloudEvent.GetProperty("expiration").GetString().ShouldBe("2026-03-04T05:07:07Z");
        cloudEvent.IsExpired(_time.GetUtcNow().AddSeconds(60)).ShouldBeFalse();
        cloudEvent.IsExpired(_time.GetUtcNow().AddSeconds(61)).ShouldBeTrue();
    }

    [Fact]
    public void Create_CloudEvent_KeepsItsAttributesAndAddsDaprs()
    {
        var cloudEvent = Create(
            """{"specversion":"1.0","id":"a","type":"order","source":"shop","mine":1,"topic":"x","data":{"n":12345678901234567890}}""",
            "application/cloudevents+json");

        cloudEvent.GetProperty("id").GetString().ShouldBe("a");
        cloudEvent.GetProperty("type").GetString().ShouldBe("order");
        cloudEvent.GetProperty("source").GetString().ShouldBe("shop");
        cloudEvent.GetProperty("mine").GetInt32().ShouldBe(1);
        cloudEvent.GetProperty("topic").GetString().ShouldBe("created");
        cloudEvent.GetProperty("pubsubname").GetString().ShouldBe("pubsub");
        cloudEvent.GetProperty("traceparent").GetString().ShouldBe(Trace.Parent);
        cloudEvent.GetProperty("data").GetRawText().ShouldBe("""{"n":12345678901234567890}""");
    }

    [Fact]
    public void Create_CloudEventThatIsNoObject_Throws() =>
        Should.Throw<JsonException>(() => Create("[1]", "application/cloudevents+json"));

    [Fact]
    public void Create_AnyBytes_ComeBackFromDataBase64() => Prop.ForAll<byte[]>(bytes =>
    {
        var cloudEvent = Create(bytes, "application/octet-stream", NoMetadata);

        cloudEvent.GetProperty("data_base64").GetBytesFromBase64().ShouldBe(bytes);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Create_AnyText_ComesBackFromData() => Prop.ForAll<NonNull<string>>(text =>
    {
        var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));

        Create(valid, "text/plain").GetProperty("data").GetString().ShouldBe(valid);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Create_AnyBytesAsAnyContentType_IsAnObject() => Prop.ForAll<byte[], string>((bytes, contentType) =>
    {
        foreach (var type in (string?[])[contentType, "application/json", "text/plain"])
            Create(bytes, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(type ?? "")), NoMetadata).ValueKind.ShouldBe(JsonValueKind.Object);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void FromRaw_Bytes_AreBase64OfUnknownType()
    {
        var cloudEvent = JsonDocument.Parse(CloudEventEnvelope.FromRaw(new byte[] { 1, 2 }, "pubsub", "created")).RootElement;

        cloudEvent.GetProperty("datacontenttype").GetString().ShouldBe("application/octet-stream");
        cloudEvent.GetProperty("data_base64").GetBytesFromBase64().ShouldBe([1, 2]);
    }

    private JsonElement Create(string data, string? contentType, Dictionary<string, string>? metadata = null) =>
        Create(Encoding.UTF8.GetBytes(data), contentType, metadata ?? NoMetadata);

    private JsonElement Create(byte[] data, string? contentType, Dictionary<string, string> metadata) => JsonDocument.Parse(
        new CloudEventEnvelope("orders", "pubsub", "created", _time).Create(data, contentType, Trace, metadata)).RootElement;
}
