using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging;

namespace Dapr.AspNetCore;

/// <summary>Reads the subscriptions of an app from the metadata of its endpoints: one per component and topic.</summary>
internal sealed partial class SubscriptionCollector(SubscribeOptions options, ILogger logger)
{
    /// <summary>One topic of one endpoint.</summary>
    private sealed record Handler(ITopicMetadata Topic, RouteEndpoint Endpoint)
    {
        public string Route => SubscriptionCollector.Route(Endpoint.RoutePattern);

        public bool IsDefault => string.IsNullOrEmpty(Topic.Match);
    }

    public IEnumerable<Subscription> Collect(IEnumerable<Endpoint> endpoints) => endpoints
        .OfType<RouteEndpoint>()
        .SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<ITopicMetadata>().Select(topic => new Handler(topic, endpoint)))
        .GroupBy(handler => (handler.Topic.PubsubName, handler.Topic.Name))
        .OrderBy(group => group.Key)
        .Select(group => Subscribe([.. group.OrderBy(handler => handler.Topic.Priority)]));

    private Subscription Subscribe(IReadOnlyList<Handler> handlers)
    {
        var topic = handlers[0].Topic;
        var defaults = handlers.Where(handler => handler.IsDefault).Select(handler => handler.Route).Distinct().ToList();
        var conditional = handlers.Where(handler => !handler.IsDefault).ToList();
        if (defaults.Count > 1)
        {
            LogSecondDefaultRoute(topic.PubsubName, topic.Name, defaults[0]);
        }

        if (conditional.DistinctBy(handler => handler.Topic.Priority).Count() < conditional.Count)
        {
            LogEqualPriorities(topic.PubsubName, topic.Name);
        }

        var metadata = Metadata(handlers);
        return new Subscription
        {
            PubsubName = topic.PubsubName,
            Topic = topic.Name,
            Route = conditional.Count == 0 ? defaults[0] : null,
            Routes = conditional.Count == 0
                ? null
                : new Routes([.. conditional.Select(handler => new Rule(handler.Topic.Match!, handler.Route))], defaults.FirstOrDefault()),
            Metadata = metadata.Count == 0 ? null : metadata,
            DeadLetterTopic = handlers.Select(handler => (handler.Topic as IDeadLetterTopicMetadata)?.DeadLetterTopic)
                .FirstOrDefault(deadLetterTopic => deadLetterTopic is not null),
            BulkSubscribe = Bulk(handlers),
        };
    }

    private Dictionary<string, string> Metadata(IReadOnlyList<Handler> handlers)
    {
        var separator = handlers.Select(handler => (handler.Topic as IOwnedOriginalTopicMetadata)?.MetadataSeparator)
            .FirstOrDefault(separator => !string.IsNullOrEmpty(separator)) ?? ",";
        var metadata = handlers.SelectMany(Owned)
            .GroupBy(option => option.Name, option => option.Value)
            .ToDictionary(group => group.Key, group => string.Join(separator, group.Distinct()));
        if (options.EnableRawPayload || handlers.Any(handler => handler.Topic is IRawTopicMetadata { EnableRawPayload: true }))
        {
            metadata["rawPayload"] = "true";
        }

        return metadata;
    }

    private static IEnumerable<IOriginalTopicMetadata> Owned(Handler handler)
    {
        var owned = (handler.Topic as IOwnedOriginalTopicMetadata)?.OwnedMetadatas ?? [];
        return handler.Endpoint.Metadata.GetOrderedMetadata<IOriginalTopicMetadata>()
            .Where(option => string.IsNullOrEmpty(option.Id) || owned.Contains(option.Id));
    }

    private static BulkSubscribe? Bulk(IReadOnlyList<Handler> handlers) => handlers
        .SelectMany(handler => handler.Endpoint.Metadata.GetOrderedMetadata<IBulkSubscribeMetadata>()
            .Where(bulk => bulk.TopicName == handler.Topic.Name))
        .Select(bulk => new BulkSubscribe(true, bulk.MaxMessagesCount, bulk.MaxAwaitDurationMs))
        .FirstOrDefault();

    /// <summary>A sidecar calls the route as it stands, so it cannot have parameters.</summary>
    private static string Route(RoutePattern pattern) => pattern.Parameters.Count == 0
        ? "/" + string.Join('/', pattern.PathSegments.Select(Text))
        : throw new InvalidOperationException($"The route '{pattern.RawText}' of a topic must not have parameters.");

    private static string Text(RoutePatternPathSegment segment) =>
        string.Concat(segment.Parts.Cast<RoutePatternLiteralPart>().Select(part => part.Content));

    [LoggerMessage(Level = LogLevel.Error, Message = "More than one default route for topic {Topic} of {PubsubName}: {Route} is used")]
    private partial void LogSecondDefaultRoute(string pubsubName, string topic, string route);

    [LoggerMessage(Level = LogLevel.Error, Message = "Routes for topic {Topic} of {PubsubName} have the same priority")]
    private partial void LogEqualPriorities(string pubsubName, string topic);
}
