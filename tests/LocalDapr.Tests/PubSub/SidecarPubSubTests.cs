using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using LocalDapr.Runtime.Hosting;
using Platform.Testing;

namespace LocalDapr.Tests.PubSub;

/// <summary>Pub/sub through the ports of a whole host, with resources from files and data on disk.</summary>
public sealed class SidecarPubSubTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<(string Path, int Number)> _received = new();

    public SidecarPubSubTests() => Directory.CreateDirectory(_folder["resources"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Publish_OverHttpAndGrpc_ReachesADeclaredSubscription()
    {
        AddResources();
        await using var app = await SubscriberApp.StartAsync(Record);
        await using var host = await StartAsync(app.Port);

        (await PublishAsync(host, "orders", 1)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var bulk = await PostAsync(host, "v1.0/publish/bulk/pubsub/orders", """
            [{"entryId":"a","event":{"n":2},"contentType":"application/json"},{"entryId":"b","event":{"n":3},"contentType":"application/json"}]
            """);
        bulk.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{host["publisher"].GrpcPort}");
        await new Dapr.Proto.Runtime.V1.Dapr.DaprClient(channel).PublishEventAsync(new PublishEventRequest
        {
            PubsubName = "pubsub",
            Topic = "orders",
            Data = ByteString.CopyFromUtf8("""{"n":4}"""),
            DataContentType = "application/json",
        });

        await Eventually.AssertAsync(() => _received.Order().ShouldBe([("on-order", 1), ("on-order", 2), ("on-order", 3), ("on-order", 4)]));
    }

    [Fact]
    public async Task Deliver_PoisonEvent_IsInTheDeadLettersAfterTheConfiguredRetriesWhileOthersFlow()
    {
        AddResources();
        await using var app = await SubscriberApp.StartAsync((path, json) =>
        {
            Record(path, json);
            return (path == "on-order" && NumberOf(json) == 7 ? 500 : 200, "");
        });
        await using var host = await StartAsync(app.Port);

        for (var number = 0; number < 20; number++)
            await PublishAsync(host, "orders", number);

        await Eventually.AssertAsync(() => _received.ShouldContain(("on-dead", 7)));
        await Eventually.AssertAsync(() => _received.Where(item => item.Path == "on-order").Select(item => item.Number).Distinct().Count().ShouldBe(20));
        _received.Count(item => item == ("on-order", 7)).ShouldBe(3);
        _received.Count(item => item.Path == "on-dead").ShouldBe(1);
    }

    [Fact]
    public async Task Reopen_HostOnTheSameFolderAmongManyEvents_DeliversEach()
    {
        const int Count = 3_000;
        AddResources();
        await using var app = await SubscriberApp.StartAsync(Record);
        await using (var host = await StartAsync(app.Port))
        {
            foreach (var batch in Enumerable.Range(0, Count).Chunk(300))
            {
                var entries = batch.Select(number => new { entryId = $"{number}", @event = new { n = number }, contentType = "application/json" });
                (await PostAsync(host, "v1.0-alpha1/publish/bulk/pubsub/orders", JsonSerializer.Serialize(entries))).EnsureSuccessStatusCode();
            }

            await Eventually.AssertAsync(() => _received.Count.ShouldBeGreaterThan(100));
        }

        await using var reopened = await StartAsync(app.Port);

        await Eventually.AssertAsync(() => _received.Select(item => item.Number).Distinct().Count().ShouldBe(Count));
    }

    [Fact]
    public async Task Publish_UnknownComponent_HasTheDocumentedErrors()
    {
        AddResources();
        await using var host = await StartAsync(appPort: 0);

        using var response = await PostAsync(host, "v1.0/publish/other/orders", "{}");
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{host["publisher"].GrpcPort}");
        var exception = await Should.ThrowAsync<RpcException>(async () =>
            await new Dapr.Proto.Runtime.V1.Dapr.DaprClient(channel).PublishEventAsync(new PublishEventRequest { PubsubName = "other", Topic = "orders" }));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errorCode").GetString().ShouldBe("ERR_PUBSUB_NOT_FOUND");
        exception.StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Bindings_OverHttpAndGrpc_ShareTheFiles()
    {
        AddResources();
        await using var host = await StartAsync(appPort: 0);

        using var created = await PostAsync(host, "v1.0/bindings/files", """{"operation":"create","data":"Hello World","metadata":{"fileName":"a.txt"}}""");
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{host["publisher"].GrpcPort}");
        var read = await new Dapr.Proto.Runtime.V1.Dapr.DaprClient(channel).InvokeBindingAsync(
            new InvokeBindingRequest { Name = "files", Operation = "get", Metadata = { ["fileName"] = "a.txt" } });
        using var broken = await PostAsync(host, "v1.0/bindings/files", "{");

        (await created.Content.ReadAsStringAsync()).ShouldBe("""{"fileName":"a.txt"}""");
        read.Data.ToStringUtf8().ShouldBe("Hello World");
        broken.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private (int, string) Record(string path, JsonElement json)
    {
        _received.Enqueue((path, NumberOf(json)));
        return (200, "");
    }

    private static int NumberOf(JsonElement cloudEvent) => cloudEvent.GetProperty("data").GetProperty("n").GetInt32();

    private static Task<HttpResponseMessage> PublishAsync(LocalDaprHost host, string topic, int number) =>
        PostAsync(host, $"v1.0/publish/pubsub/{topic}", $$"""{"n":{{number}}}""");

    private static async Task<HttpResponseMessage> PostAsync(LocalDaprHost host, string path, string json)
    {
        using var client = new HttpClient();
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return await client.PostAsync(new Uri($"http://127.0.0.1:{host["publisher"].HttpPort}/{path}"), content);
    }

    private Task<LocalDaprHost> StartAsync(int appPort) => LocalDaprHost.StartAsync(
        new LocalDaprOptions { DataDirectory = _folder["data"], ResourcesPaths = [_folder["resources"]], BaseFolder = _folder.Path },
        [
            new AppOptions { AppId = "publisher" },
            new AppOptions { AppId = "subscriber", AppPort = appPort, Protocol = AppProtocol.H2c },
        ]);

    private void AddResources() => File.WriteAllText(_folder["resources/all.yaml"], """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: pubsub
        spec:
          type: pubsub.redis
          version: v1
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: files
        spec:
          type: bindings.localstorage
          version: v1
          metadata:
          - name: rootPath
            value: files
        ---
        apiVersion: dapr.io/v2alpha1
        kind: Subscription
        metadata:
          name: orders
        spec:
          pubsubname: pubsub
          topic: orders
          routes:
            default: /on-order
          deadLetterTopic: dead
        scopes:
        - subscriber
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Subscription
        metadata:
          name: dead
        spec:
          pubsubname: pubsub
          topic: dead
          route: /on-dead
        scopes:
        - subscriber
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata:
          name: resiliency
        spec:
          policies:
            retries:
              quick:
                policy: constant
                duration: 10ms
                maxRetries: 2
          targets:
            components:
              pubsub:
                inbound:
                  retry: quick
        """);
}
