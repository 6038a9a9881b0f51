using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapr.Proto.Common.V1;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Net.Client;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Tests.PubSub;
using Platform.Testing;

namespace LocalDapr.Tests.State;

/// <summary>State transactions of a component with an outbox, through the ports of a sidecar.</summary>
public sealed class OutboxTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<JsonElement> _events = new();
    private readonly HttpClient _http = new();
    private SubscriberApp _app = null!;
    private LocalDaprHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_folder["all.yaml"], PubSub + Ledger("ledger-outbox", Outbox) + Ledger("ledger", "") + Ledger("other", "  - name: table\n    value: other\n"));
        _app = await SubscriberApp.StartAsync(
            (_, json) =>
            {
                _events.Enqueue(json);
                return (200, "");
            },
            """[{"pubsubname":"pubsub","topic":"orders","route":"/orders"}]""");
        _host = await LocalDaprHost.StartAsync(
            new LocalDaprOptions { ResourcesPaths = [_folder.Path] },
            [new AppOptions { AppId = "shop", AppPort = _app.Port, Protocol = AppProtocol.H2c }]);
        _http.BaseAddress = new Uri($"http://127.0.0.1:{_host["shop"].HttpPort}/v1.0/state/");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Transact_SavesAndDeletes_PublishesWhatIsSaved()
    {
        await TransactAsync("""
            {"operations":[
              {"operation":"upsert","request":{"key":"1","value":{"n":1},"contentType":"application/json"}},
              {"operation":"delete","request":{"key":"2"}},
              {"operation":"upsert","request":{"key":"3","value":{"n":3},"metadata":{"contentType":"application/json","ttlInSeconds":"60"}}}]}
            """);

        await Eventually.AssertAsync(() => _events.Count.ShouldBe(2));
        _events.Select(item => item.GetProperty("data").GetProperty("n").GetInt32()).Order().ShouldBe([1, 3]);
        foreach (var item in _events)
        {
            item.GetProperty("id").GetString()!.ShouldStartWith("outbox-");
            item.GetProperty("source").GetString().ShouldBe("shop");
            item.GetProperty("type").GetString().ShouldBe("com.dapr.event.sent");
            item.GetProperty("topic").GetString().ShouldBe("orders");
            item.GetProperty("pubsubname").GetString().ShouldBe("pubsub");
            item.TryGetProperty("ttlInSeconds", out _).ShouldBeFalse();
        }

        (await _http.GetStringAsync("ledger-outbox/1")).ShouldBe("""{"n":1}""");
    }

    [Fact]
    public async Task Transact_OverGrpc_PublishesToo()
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_host["shop"].GrpcPort}");

        await new Dapr.Proto.Runtime.V1.Dapr.DaprClient(channel).ExecuteStateTransactionAsync(new ExecuteStateTransactionRequest
        {
            StoreName = "ledger-outbox",
            Operations =
            {
                new TransactionalStateOperation
                {
                    OperationType = "upsert",
                    Request = new StateItem { Key = "k", Value = ByteString.CopyFromUtf8("""{"n":7}"""), Metadata = { ["contentType"] = "application/json" } },
                },
            },
        });

        await Eventually.AssertAsync(() => _events.Count.ShouldBe(1));
        _events.Single().GetProperty("data").GetProperty("n").GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task Transact_WithoutContentType_PublishesText()
    {
        await TransactAsync("""{"operations":[{"operation":"upsert","request":{"key":"1","value":"2"}}]}""");

        await Eventually.AssertAsync(() => _events.Count.ShouldBe(1));
        var item = _events.Single();
        (item.GetProperty("datacontenttype").GetString(), item.GetProperty("data").GetString()).ShouldBe(("text/plain", "2"));
    }

    [Fact]
    public async Task Transact_Projection_IsPublishedInsteadAndNotSaved()
    {
        await TransactAsync("""
            {"operations":[
              {"operation":"upsert","request":{"key":"order1","value":{"orderId":"7hf","name":"The name of the wind"},"contentType":"application/json"}},
              {"operation":"upsert","request":{"key":"order1","value":{"orderId":"7hf"},"metadata":{"outbox.projection":"true"},"contentType":"application/json"}},
              {"operation":"upsert","request":{"key":"order1","value":{"ignored":1},"metadata":{"outbox.projection":"true"},"contentType":"application/json"}}]}
            """);

        await Eventually.AssertAsync(() => _events.Count.ShouldBe(1));
        _events.Single().GetProperty("data").GetRawText().ShouldBe("""{"orderId":"7hf"}""");
        (await _http.GetStringAsync("ledger-outbox/order1")).ShouldContain("The name of the wind");
    }

    [Fact]
    public async Task Transact_ProjectionOfNoKey_FailsAsAWhole()
    {
        using var response = await PostAsync("ledger-outbox", """
            {"operations":[
              {"operation":"upsert","request":{"key":"a","value":"1"}},
              {"operation":"upsert","request":{"key":"b","value":"2","metadata":{"outbox.projection":"true"}}}]}
            """);

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString().ShouldBe("ERR_PUBLISH_OUTBOX");
        (await _http.GetAsync("ledger-outbox/a")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await AssertNothingPublishedAsync();
    }

    [Fact]
    public async Task Transact_EtagThatIsNotCurrent_PublishesNothing()
    {
        using var response = await PostAsync("ledger-outbox", """{"operations":[{"operation":"upsert","request":{"key":"a","value":"1","etag":"77"}}]}""");

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await AssertNothingPublishedAsync();
    }

    [Theory]
    [InlineData("cloudevent.")]
    [InlineData("")]
    public async Task Transact_Metadata_ReplacesAttributesAndAddsOthers(string prefix)
    {
        await TransactAsync("""
            {"operations":[{"operation":"upsert","request":{"key":"1","value":"2"}}],
             "metadata":{"PREFIXid":"unique","PREFIXsource":"Customers","PREFIXtype":"Created","PREFIXsubject":"123","mine":"abc","data":"no"}}
            """.Replace("PREFIX", prefix, StringComparison.Ordinal));

        await Eventually.AssertAsync(() => _events.Count.ShouldBe(1));
        var item = _events.Single();
        string.Join(' ', new[] { "id", "source", "type", "subject", "mine", "data", "topic" }.Select(name => item.GetProperty(name).GetString()))
            .ShouldBe("unique Customers Created 123 abc 2 orders");
    }

    [Fact]
    public async Task ComponentWithoutOutbox_OverTheSameDatabase_SharesTheStateAndPublishesNothing()
    {
        (await PostAsync("ledger", """{"operations":[{"operation":"upsert","request":{"key":"a","value":"1"}}]}""")).Dispose();

        (await _http.GetStringAsync("ledger-outbox/a")).ShouldBe("\"1\"");
        (await _http.GetAsync("other/a")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await AssertNothingPublishedAsync();
    }

    [Fact]
    public async Task Save_OutsideOfATransaction_PublishesNothing()
    {
        using var response = await _http.PostAsync("ledger-outbox", Json("""[{"key":"a","value":"1"}]"""));

        response.EnsureSuccessStatusCode();
        await AssertNothingPublishedAsync();
    }

    [Theory]
    [InlineData("  - name: outboxPublishPubsub\n    value: pubsub\n", "an outbox needs outboxPublishTopic")]
    [InlineData("  - name: outboxPublishTopic\n    value: orders\n", "an outbox needs outboxPublishPubsub")]
    public async Task Start_HalfAnOutbox_SaysWhatIsMissing(string metadata, string problem)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["all.yaml"], Ledger("ledger", metadata));

        var exception = await Should.ThrowAsync<ConfigurationException>(() =>
            LocalDaprHost.StartAsync(new LocalDaprOptions { ResourcesPaths = [folder.Path] }, [new AppOptions { AppId = "shop" }]));

        exception.Message.ShouldContain(problem);
    }

    /// <summary>Publishes something and waits for it: what was to be published before it would have come too.</summary>
    private async Task AssertNothingPublishedAsync()
    {
        await TransactAsync("""{"operations":[{"operation":"upsert","request":{"key":"last","value":"the last"}}]}""");
        await Eventually.AssertAsync(() => _events.ShouldNotBeEmpty());
        _events.Single().GetProperty("data").GetString().ShouldBe("the last");
    }

    private async Task TransactAsync(string json) => (await PostAsync("ledger-outbox", json)).EnsureSuccessStatusCode();

    private async Task<HttpResponseMessage> PostAsync(string store, string json) => await _http.PostAsync($"{store}/transaction", Json(json));

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static string Ledger(string name, string metadata) =>
        $"---\napiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\nspec:\n  type: state.postgresql\n  version: v2\n  metadata:\n"
        + $"  - name: connectionString\n    value: host=localhost\n{metadata}";

    private const string PubSub = "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata:\n  name: pubsub\nspec:\n  type: pubsub.redis\n  version: v1\n";

    private const string Outbox = "  - name: outboxPublishPubsub\n    value: pubsub\n  - name: outboxPublishTopic\n    value: orders\n";
}
