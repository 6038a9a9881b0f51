using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LocalDapr.Runtime.Components;

namespace LocalDapr.Runtime.PubSub.Subscriptions;

/// <summary>Asks an app for its programmatic subscriptions.</summary>
internal static class SubscriptionDiscovery
{
    /// <summary>Reads <c>GET /dapr/subscribe</c>. An app that has no such route subscribes to nothing.</summary>
    /// <exception cref="HttpRequestException">The app cannot be reached, or answers neither 200 nor 404.</exception>
    /// <exception cref="JsonException">The answer is not a list of subscriptions.</exception>
    public static async Task<IReadOnlyList<Subscription>> ListAsync(HttpClient app, CancellationToken cancellationToken)
    {
        using var response = await app.GetAsync(new Uri("dapr/subscribe", UriKind.Relative), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return [];
        response.EnsureSuccessStatusCode();
        var subscriptions = await response.Content.ReadFromJsonAsync<List<JsonSubscription>>(JsonSerializerOptions.Web, cancellationToken);
        return [.. (subscriptions ?? []).Select(ToSubscription)];
    }

    /// <summary>Calls ListTopicSubscriptions. An app that does not implement it subscribes to nothing.</summary>
    /// <exception cref="RpcException">The app cannot be reached or fails.</exception>
    public static async Task<IReadOnlyList<Subscription>> ListAsync(CallInvoker app, CancellationToken cancellationToken)
    {
        try
        {
            var response = await new AppCallback.AppCallbackClient(app).ListTopicSubscriptionsAsync(new Empty(), cancellationToken: cancellationToken);
            return [.. response.Subscriptions.Select(ToSubscription)];
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Unimplemented)
        {
            return [];
        }
    }

    private static Subscription ToSubscription(JsonSubscription json) => new()
    {
        Name = "",
        PubSubName = json.PubSubName ?? "",
        Topic = json.Topic ?? "",
        Rules = [.. (json.Routes?.Rules ?? []).Select(rule => new SubscriptionRule(rule.Match, rule.Path))],
        DefaultPath = NullIfEmpty(json.Routes?.Default) ?? NullIfEmpty(json.Route),
        DeadLetterTopic = NullIfEmpty(json.DeadLetterTopic),
        Metadata = json.Metadata ?? [],
        BulkEnabled = json.BulkSubscribe?.Enabled ?? false,
        MaxMessagesCount = json.BulkSubscribe?.MaxMessagesCount,
        MaxAwaitDurationMs = json.BulkSubscribe?.MaxAwaitDurationMs,
    };

    private static Subscription ToSubscription(TopicSubscription proto) => new()
    {
        Name = "",
        PubSubName = proto.PubsubName,
        Topic = proto.Topic,
        Rules = [.. (proto.Routes?.Rules ?? []).Select(rule => new SubscriptionRule(rule.Match, rule.Path))],
        // Unlike over HTTP no route is needed: a gRPC app gets all its events in one method.
        DefaultPath = proto.Routes is { Rules.Count: > 0, Default: "" } ? null : proto.Routes?.Default ?? "",
        DeadLetterTopic = NullIfEmpty(proto.DeadLetterTopic),
        Metadata = new Dictionary<string, string>(proto.Metadata),
        BulkEnabled = proto.BulkSubscribe?.Enabled ?? false,
        MaxMessagesCount = proto.BulkSubscribe?.MaxMessagesCount,
        MaxAwaitDurationMs = proto.BulkSubscribe?.MaxAwaitDurationMs,
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private sealed record JsonSubscription(
        string? PubSubName,
        string? Topic,
        string? Route,
        JsonRoutes? Routes,
        string? DeadLetterTopic,
        Dictionary<string, string>? Metadata,
        JsonBulkSubscribe? BulkSubscribe);

    private sealed record JsonRoutes(IReadOnlyList<JsonRule>? Rules, string? Default);

    private sealed record JsonRule(string Match, string Path);

    private sealed record JsonBulkSubscribe(bool Enabled, int? MaxMessagesCount, int? MaxAwaitDurationMs);
}
