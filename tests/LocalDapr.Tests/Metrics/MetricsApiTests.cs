using System.Globalization;
using System.Net.Http.Json;
using LocalDapr.Runtime.Hosting;
using LocalDapr.Tests.Hosting;
using LocalDapr.Tests.PubSub;
using Platform.Testing;

namespace LocalDapr.Tests.Metrics;

/// <summary><c>GET /debug/metrics</c>, in the text format of Prometheus.</summary>
public sealed class MetricsApiTests
{
    private const string Resources = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: store}
        spec: {type: state.redis}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: pubsub}
        spec: {type: pubsub.redis}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Subscription
        metadata: {name: orders}
        spec: {pubsubname: pubsub, topic: orders, route: /on-order, deadLetterTopic: dead}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Subscription
        metadata: {name: dead}
        spec: {pubsubname: pubsub, topic: dead, route: /on-dead}
        """;

    [Fact]
    public async Task Get_AfterRequests_CountsThemByAppAndApi()
    {
        await using var host = await SidecarHost.StartAsync(Resources);
        for (var i = 0; i < 3; i++)
        {
            (await host.Http.GetAsync(new Uri("v1.0/state/store/key", UriKind.Relative))).EnsureSuccessStatusCode();
        }

        using var response = await host.Http.GetAsync(new Uri("debug/metrics", UriKind.Relative));
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n');

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        lines.ShouldContain("# TYPE localdapr_requests_total counter");
        lines.ShouldContain("localdapr_requests_total{app=\"shop\",api=\"state\"} 3");
        lines.ShouldContain("localdapr_requests_total{app=\"shop\",api=\"pubsub\"} 0");
    }

    [Fact]
    public async Task Get_AfterEvents_TellsWhatBecameOfThemAndWhatWaits()
    {
        await using var app = await SubscriberApp.StartAsync((_, json) => (json.GetProperty("data").GetInt32() == 7 ? 500 : 200, ""));
        await using var host = await SidecarHost.StartAsync(Resources, app: new AppOptions { AppId = "shop", AppPort = app.Port, Protocol = AppProtocol.H2c });

        foreach (var number in (int[])[1, 7, 2])
        {
            (await host.Http.PostAsJsonAsync("v1.0/publish/pubsub/orders", number)).EnsureSuccessStatusCode();
        }

        // Nobody takes the poison among the dead letters either, so it waits there.
        await Eventually.AssertAsync(async () =>
        {
            var samples = await SamplesAsync(host);
            samples["localdapr_pubsub_delivered_total{app=\"shop\",pubsub=\"pubsub\",topic=\"orders\"}"].ShouldBe(2);
            samples["localdapr_pubsub_dead_letters_total{app=\"shop\",pubsub=\"pubsub\",topic=\"orders\"}"].ShouldBe(1);
            samples["localdapr_pubsub_backlog{app=\"shop\",pubsub=\"pubsub\",topic=\"orders\"}"].ShouldBe(0);
            samples["localdapr_pubsub_backlog{app=\"shop\",pubsub=\"pubsub\",topic=\"dead\"}"].ShouldBe(1);
            samples["localdapr_pubsub_oldest_seconds{app=\"shop\",pubsub=\"pubsub\",topic=\"dead\"}"].ShouldBeGreaterThan(0);
            samples["localdapr_pubsub_retried_total{app=\"shop\",pubsub=\"pubsub\",topic=\"dead\"}"].ShouldBeGreaterThan(0);
        });
    }

    private static async Task<Dictionary<string, double>> SamplesAsync(SidecarHost host) =>
        (await host.Http.GetStringAsync(new Uri("debug/metrics", UriKind.Relative))).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split("} "))
            .ToDictionary(parts => parts[0] + "}", parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
}
