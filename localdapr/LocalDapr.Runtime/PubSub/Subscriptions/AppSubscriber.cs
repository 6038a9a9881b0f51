using System.Text.Json;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.PubSub.CloudEvents;
using LocalDapr.Runtime.PubSub.Delivery;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.PubSub.Subscriptions;

/// <summary>
/// Decides for each message whether and where the app gets it: expired events and those that no route matches are not delivered.
/// </summary>
internal sealed partial class AppSubscriber(Subscription subscription, IAppTopics app, TimeProvider time, ILogger logger) : ISubscriber
{
    private readonly TopicRoutes _routes = new(subscription);
    private readonly bool _isRaw = subscription.Metadata.IsTrue("rawPayload");

    public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Message> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 1 && !subscription.BulkEnabled)
            return [await DeliverOneAsync(messages[0], cancellationToken)];

        var results = new DeliveryResult[messages.Count];
        var documents = new List<JsonDocument>();
        try
        {
            var deliverable = new List<(int Index, TopicEvent Event)>();
            for (var i = 0; i < messages.Count; i++)
            {
                (var topicEvent, results[i]) = Prepare(messages[i], documents);
                if (topicEvent is not null)
                    deliverable.Add((i, topicEvent));
            }

            foreach (var path in deliverable.GroupBy(item => item.Event.Path))
            {
                var bulk = new BulkEvents(subscription.PubSubName, subscription.Topic, path.Key, [.. path.Select(item => item.Event)]);
                foreach (var (item, result) in path.Zip(await app.DeliverBulkAsync(bulk, cancellationToken)))
                    results[item.Index] = result;
            }
        }
        finally
        {
            documents.ForEach(document => document.Dispose());
        }

        return results;
    }

    private async Task<DeliveryResult> DeliverOneAsync(Message message, CancellationToken cancellationToken)
    {
        var documents = new List<JsonDocument>(1);
        try
        {
            var (topicEvent, result) = Prepare(message, documents);
            return topicEvent is null ? result : await app.DeliverAsync(topicEvent, cancellationToken);
        }
        finally
        {
            documents.ForEach(document => document.Dispose());
        }
    }

    /// <summary>The event to deliver, or the result for a message that is not to be delivered.</summary>
    private (TopicEvent? Event, DeliveryResult Result) Prepare(Message message, List<JsonDocument> documents)
    {
        var json = _isRaw ? CloudEventEnvelope.FromRaw(message.Data, subscription.PubSubName, subscription.Topic) : message.Data;
        if (CloudEventReader.TryParse(json) is not { } document)
        {
            LogNotCloudEvent(subscription.Topic, subscription.PubSubName, message.Offset);
            return (null, DeliveryStatus.Drop);
        }

        documents.Add(document);
        if (document.RootElement.IsExpired(time.GetUtcNow()))
            return (null, DeliveryStatus.Drop);
        if (_routes.PathOf(document.RootElement) is not { } path)
            return (null, DeliveryStatus.Success);
        var entryId = message.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture);
        // The cast matters: without it null becomes an empty payload, by the conversion from arrays.
        var raw = _isRaw ? message.Data : (ReadOnlyMemory<byte>?)null;
        return (new TopicEvent(entryId, path, json, document.RootElement, raw), DeliveryStatus.Success);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Offset} of topic {Topic} in {PubSub} is no CloudEvent; subscribe with metadata rawPayload to get it")]
    private partial void LogNotCloudEvent(string topic, string pubSub, long offset);
}
