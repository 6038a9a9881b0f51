using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.PubSub;
using LocalDapr.Runtime.PubSub.CloudEvents;
using LocalDapr.Runtime.PubSub.Subscriptions;
using LocalDapr.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Testing;

namespace LocalDapr.Tests.PubSub;

public sealed class SubscriptionTests
{
    private static readonly Dictionary<string, Component> Components = new()
    {
        ["pubsub"] = new Component { Name = "pubsub", Type = "pubsub.redis", Location = "test" },
    };

    [Fact]
    public async Task Subscribe_Programmatically_GetsCloudEventsAtTheRoute()
    {
        var received = new ConcurrentQueue<(string Path, JsonElement Event)>();
        await using var app = await SubscriberApp.StartAsync(Record(received), """[{"pubsubname":"pubsub","topic":"orders","route":"/on-order"}]""");
        await using var host = await Host.StartAsync(app.Port);

        await host.PublishAsync("orders", """{"n":1}""");

        await Eventually.AssertAsync(() => received.Count.ShouldBe(1));
        var (path, cloudEvent) = received.Single();
        path.ShouldBe("on-order");
        cloudEvent.GetProperty("data").GetProperty("n").GetInt32().ShouldBe(1);
        cloudEvent.GetProperty("source").GetString().ShouldBe("publisher");
    }

    [Fact]
    public async Task Subscribe_WithRules_ChoosesTheRoute()
    {
        var received = new ConcurrentQueue<(string Path, JsonElement Event)>();
        await using var app = await SubscriberApp.StartAsync(Record(received), """
            [{"pubsubname":"pubsub","topic":"orders","routes":{"rules":[{"match":"event.data.n > 1","path":"/many"}],"default":"/few"}}]
            """);
        await using var host = await Host.StartAsync(app.Port);

        await host.PublishAsync("orders", """{"n":1}""", """{"n":2}""");

        await Eventually.AssertAsync(() => received.Select(item => item.Path).Order().ShouldBe(["few", "many"]));
    }

    [Theory]
    [InlineData(200, """{"status":"RETRY"}""", 2)]
    [InlineData(200, """{"status":"DROP"}""", 1)]
    [InlineData(200, "no json", 1)]
    [InlineData(200, """{"status":"SUCCESS"}""", 1)]
    [InlineData(404, "", 1)]
    [InlineData(500, "", 2)]
    public async Task Deliver_AnswerOfTheApp_DecidesOnAnotherAttempt(int status, string body, int attempts)
    {
        var received = new ConcurrentQueue<(string Path, JsonElement Event)>();
        await using var app = await SubscriberApp.StartAsync(
            (path, json) =>
            {
                received.Enqueue((path, json));
                return received.Count == 1 ? (status, body) : (200, "");
            },
            """[{"pubsubname":"pubsub","topic":"orders","route":"/on-order"}]""");
        await using var host = await Host.StartAsync(app.Port);

        await host.PublishAsync("orders", "{}");

        await Eventually.AssertAsync(() => host.Broker.Topic("pubsub", "orders").Count.ShouldBe(0));
        received.Count.ShouldBe(attempts);
    }

    [Fact]
    public async Task Subscribe_Bulk_GetsEntriesAndAnswersForEach()
    {
        var received = new ConcurrentQueue<(string Path, JsonElement Event)>();
        await using var app = await SubscriberApp.StartAsync(
            (path, json) =>
            {
                received.Enqueue((path, json));
                var statuses = json.GetProperty("entries").EnumerateArray().Select(entry => new { entryId = entry.GetProperty("entryId").GetString(), status = "SUCCESS" });
                return (200, JsonSerializer.Serialize(new { statuses }));
            },
            """[{"pubsubname":"pubsub","topic":"orders","route":"/bulk","bulkSubscribe":{"enabled":true,"maxMessagesCount":50,"maxAwaitDurationMs":40}}]""");
        await using var host = await Host.StartAsync(app.Port);

        await host.PublishAsync("orders", [.. Enumerable.Range(0, 120).Select(number => $$"""{"n":{{number}}}""")]);

        await Eventually.AssertAsync(() => host.Broker.Topic("pubsub", "orders").Count.ShouldBe(0));
        var entries = received.SelectMany(item => item.Event.GetProperty("entries").EnumerateArray()).ToList();
        entries.Select(entry => entry.GetProperty("event").GetProperty("data").GetProperty("n").GetInt32()).Order().ShouldBe(Enumerable.Range(0, 120));
        received.Max(item => item.Event.GetProperty("entries").GetArrayLength()).ShouldBe(50);
    }

    [Fact]
    public async Task Subscribe_RawPayload_GetsTheBytesAsPublished()
    {
        var received = new ConcurrentQueue<(string Path, JsonElement Event)>();
        await using var app = await SubscriberApp.StartAsync(
            Record(received), """[{"pubsubname":"pubsub","topic":"raw","route":"/raw","metadata":{"rawPayload":"true"}}]""");
        await using var host = await Host.StartAsync(app.Port);

        await host.PublishAsync("raw", new Dictionary<string, string> { ["rawPayload"] = "true" }, "plain bytes");

        await Eventually.AssertAsync(() => received.Count.ShouldBe(1));
        received.Single().Event.GetProperty("data_base64").GetBytesFromBase64().ShouldBe("plain bytes"u8.ToArray());
    }

    [Fact]
    public async Task Deliver_AppTornDownAmongManyEvents_GetsEachAtLeastOnce()
    {
        const int Count = 10_000;
        const string Subscriptions = """[{"pubsubname":"pubsub","topic":"orders","route":"/on-order"}]""";
        var seen = new ConcurrentDictionary<int, int>();
        (int, string) Answer(string path, JsonElement json)
        {
            seen.AddOrUpdate(json.GetProperty("data").GetProperty("n").GetInt32(), 1, (_, times) => times + 1);
            return (200, "");
        }

        var app = await SubscriberApp.StartAsync(Answer, Subscriptions);
        var port = app.Port;
        await using var host = await Host.StartAsync(port);
        var started = Stopwatch.StartNew();
        foreach (var batch in Enumerable.Range(0, Count).Chunk(500))
            await host.PublishAsync("orders", [.. batch.Select(number => $$"""{"n":{{number}}}""")]);
        await Eventually.AssertAsync(() => seen.Count.ShouldBeGreaterThan(1_000));

        await app.DisposeAsync();
        await using var restarted = await SubscriberApp.StartAsync(Answer, Subscriptions, port);

        await Eventually.AssertAsync(() => seen.Count.ShouldBe(Count));
        TestContext.Current.SendDiagnosticMessage($"{Count} deliveries, with a restart, in {started.ElapsedMilliseconds} ms");
        await Eventually.AssertAsync(() => host.Broker.Topic("pubsub", "orders").Count.ShouldBe(0));
    }

    private static Func<string, JsonElement, (int, string)> Record(ConcurrentQueue<(string Path, JsonElement Event)> received) => (path, json) =>
    {
        received.Enqueue((path, json));
        return (200, "");
    };

    /// <summary>A broker with one publisher and one subscribed app.</summary>
    private sealed class Host : IAsyncDisposable
    {
        private readonly KeyValueStore _store;
        private readonly HttpClient _client;
        private readonly SubscriptionManager _subscriptions;
        private readonly AppPubSub _publisher;

        private Host(KeyValueStore store, int appPort)
        {
            _store = store;
            _client = SubscriberApp.ClientOf(appPort);
            Broker = new MessageBroker(store);
            _publisher = new AppPubSub("publisher", Components, new Publisher(Broker, TimeProvider.System));
            _subscriptions = new SubscriptionManager(
                new ConsumerFactory("subscriber", Components.GetValueOrDefault, _ => null, Broker, TimeProvider.System, NullLogger.Instance),
                ConsumerId.OfApp("subscriber"),
                NullLogger.Instance);
        }

        public MessageBroker Broker { get; }

        public static async Task<Host> StartAsync(int appPort)
        {
            var host = new Host(await KeyValueStore.OpenAsync(new StoreOptions()), appPort);
            var subscriptions = await SubscriptionDiscovery.ListAsync(host._client, CancellationToken.None);
            await host._subscriptions.StartAsync(subscriptions, new HttpAppTopics(host._client, NullLogger.Instance), CancellationToken.None);
            return host;
        }

        public Task PublishAsync(string topic, params string[] events) => PublishAsync(topic, [], events);

        public Task PublishAsync(string topic, Dictionary<string, string> metadata, params string[] events) => _publisher.PublishAsync(
            "pubsub",
            topic,
            [.. events.Select(text => new PublishEntry(Encoding.UTF8.GetBytes(text), "application/json", metadata))],
            new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", ""),
            CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await _subscriptions.DisposeAsync();
            _client.Dispose();
            await _store.DisposeAsync();
        }
    }
}
