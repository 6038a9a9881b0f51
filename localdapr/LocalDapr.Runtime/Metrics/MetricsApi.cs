using System.Text.Json;
using LocalDapr.Runtime.PubSub;
using LocalDapr.Runtime.PubSub.Delivery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalDapr.Runtime.Metrics;

/// <summary>What localdapr tells about itself and all its apps: <c>GET /debug/metrics</c> on the HTTP port of any sidecar.</summary>
internal static class MetricsApi
{
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/debug/metrics", static (SidecarRegistry sidecars, MessageBroker broker, TimeProvider clock) =>
            Results.Text(Write(sidecars, broker, clock), PrometheusText.MediaType));

    private static string Write(SidecarRegistry sidecars, MessageBroker broker, TimeProvider clock)
    {
        var text = new PrometheusText();
        text.Add("localdapr_app_up", "gauge", "Whether instances of the app take calls.", sidecars.All
            .GroupBy(sidecar => sidecar.AppId)
            .Select(app => (Labels(("app", app.Key)), (double)app.Count(sidecar => sidecar.Health.IsUp))));
        text.Add("localdapr_requests_total", "counter", "Requests of the app to its sidecar by part of the Dapr API.", sidecars.All
            .SelectMany(sidecar => sidecar.Requests.Read().Select(each => (App: sidecar.AppId, each.Api, each.Count)))
            .GroupBy(each => (each.App, each.Api))
            .Select(each => (Labels(("app", each.Key.App), ("api", NameOf(each.Key.Api))), (double)each.Sum(one => one.Count))));
        text.Add("localdapr_calls_total", "counter", "gRPC calls from app to app by method.", sidecars.All
            .SelectMany(sidecar => sidecar.Calls.Read().Select(each => (App: sidecar.AppId, each.Callee, each.Method, each.Count)))
            .GroupBy(each => (each.App, each.Callee, each.Method))
            .Select(each => (Labels(("app", each.Key.App), ("callee", each.Key.Callee), ("method", each.Key.Method)), (double)each.Sum(one => one.Count))));
        AddPubSub(text, broker, clock.GetUtcNow());
        return text.ToString();
    }

    private static void AddPubSub(PrometheusText text, MessageBroker broker, DateTimeOffset now)
    {
        var lags = broker.ReadLags();
        Add("localdapr_pubsub_backlog", "gauge", "Events that the subscriber has not finished.", lag => lag.Backlog);
        Add("localdapr_pubsub_oldest_seconds", "gauge", "Age of the oldest event that the subscriber has not finished; 0 without any.", lag => AgeOf(lag.Oldest, now));
        Add("localdapr_pubsub_delivered_total", "counter", "Events that the subscriber has handled.", lag => lag.Counts.Delivered);
        Add("localdapr_pubsub_retried_total", "counter", "Deliveries that failed and were tried again.", lag => lag.Counts.Retried);
        Add("localdapr_pubsub_dead_letters_total", "counter", "Events that went to the dead-letter topic.", lag => lag.Counts.DeadLettered);
        Add("localdapr_pubsub_dropped_total", "counter", "Events that the subscriber dropped, without a dead-letter topic.", lag => lag.Counts.Dropped);

        void Add(string name, string type, string help, Func<GroupLag, double> value) => text.Add(name, type, help, lags.Select(each =>
            (Labels(("app", each.Lag.Group), ("pubsub", each.Component), ("topic", each.Topic)), value(each.Lag))));
    }

    /// <summary>How long ago an event was published, in seconds; 0 where it does not say.</summary>
    private static double AgeOf(Message? message, DateTimeOffset now)
    {
        if (message is null)
        {
            return 0;
        }

        try
        {
            using var cloudEvent = JsonDocument.Parse(message.Value.Data);
            return cloudEvent.RootElement.ValueKind == JsonValueKind.Object
                && cloudEvent.RootElement.TryGetProperty("time", out var time)
                && time.TryGetDateTimeOffset(out var published) ? Math.Max(0, (now - published).TotalSeconds) : 0;
        }
        catch (Exception raw) when (raw is JsonException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static string NameOf(ApiKind api) => api switch
    {
        ApiKind.Invocation => "invocation",
        ApiKind.State => "state",
        ApiKind.PubSub => "pubsub",
        ApiKind.Bindings => "bindings",
        ApiKind.Secrets => "secrets",
        ApiKind.Actors => "actors",
        ApiKind.Workflows => "workflows",
        _ => "other",
    };

    private static (string Name, string Value)[] Labels(params (string Name, string Value)[] labels) => labels;
}
