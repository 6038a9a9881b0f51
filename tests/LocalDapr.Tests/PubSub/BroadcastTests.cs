using System.Collections.Concurrent;
using System.Text.Json;
using LocalDapr.Runtime.Hosting;
using Platform.Testing;

namespace LocalDapr.Tests.PubSub;

/// <summary>Components whose <c>consumerID</c> gives every instance of an app every message.</summary>
public sealed class BroadcastTests : IDisposable
{
    private const string Subscriptions =
        """[{"pubsubname":"broadcast","topic":"news","route":"news"},{"pubsubname":"pubsub","topic":"work","route":"work"}]""";

    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<(string App, string Path, int Number)> _received = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Publish_TwoInstances_BothGetTheBroadcastAndOneTheWork()
    {
        await using var first = await StartAppAsync("first");
        await using var second = await StartAppAsync("second");
        await using var host = await StartAsync(first.Port, second.Port);

        for (var number = 1; number <= 20; number++)
        {
            await PublishAsync(host, "broadcast/news", number);
            await PublishAsync(host, "pubsub/work", number);
        }

        await Eventually.AssertAsync(() =>
        {
            NumbersOf("news", "first").ShouldBe(Enumerable.Range(1, 20));
            NumbersOf("news", "second").ShouldBe(Enumerable.Range(1, 20));
            _received.Where(item => item.Path == "work").Select(item => item.Number).Order().ShouldBe(Enumerable.Range(1, 20));
        });
    }

    [Fact]
    public async Task Reopen_InstanceThatWasThere_LeavesNothingBehind()
    {
        await using var app = await StartAppAsync("app");
        await using (var host = await StartAsync(app.Port))
        {
            await PublishAsync(host, "broadcast/news", 1);
            await Eventually.AssertAsync(() => NumbersOf("news", "app").ShouldBe([1]));
        }

        await using var reopened = await StartAsync(app.Port);
        await PublishAsync(reopened, "broadcast/news", 2);

        await Eventually.AssertAsync(() => NumbersOf("news", "app").ShouldBe([1, 2]));
    }

    private IEnumerable<int> NumbersOf(string path, string app) => _received.Where(item => item.Path == path && item.App == app).Select(item => item.Number);

    private Task<SubscriberApp> StartAppAsync(string name) => SubscriberApp.StartAsync(
        (path, json) =>
        {
            _received.Enqueue((name, path, json.GetProperty("data").GetProperty("n").GetInt32()));
            return (200, "");
        },
        Subscriptions);

    private static async Task PublishAsync(LocalDaprHost host, string target, int number)
    {
        using var client = new HttpClient();
        using var content = new StringContent(JsonSerializer.Serialize(new { n = number }), System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri($"http://127.0.0.1:{host["publisher"].HttpPort}/v1.0/publish/{target}"), content);
        response.EnsureSuccessStatusCode();
    }

    private Task<LocalDaprHost> StartAsync(params int[] ports)
    {
        Directory.CreateDirectory(_folder["resources"]);
        File.WriteAllText(_folder["resources/all.yaml"], """
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
              name: broadcast
            spec:
              type: pubsub.redis
              version: v1
              metadata:
              - name: consumerID
                value: "{uuid}"
              - name: concurrency
                value: "1"
            """);
        return LocalDaprHost.StartAsync(
            new LocalDaprOptions { DataDirectory = _folder["data"], ResourcesPaths = [_folder["resources"]], BaseFolder = _folder.Path },
            [new AppOptions { AppId = "publisher" }, .. ports.Select(port => new AppOptions { AppId = "subscriber", AppPort = port, Protocol = AppProtocol.H2c })]);
    }
}
