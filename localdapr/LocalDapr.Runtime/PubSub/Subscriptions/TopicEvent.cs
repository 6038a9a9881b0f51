using System.Text.Json;
using LocalDapr.Runtime.PubSub.Delivery;

namespace LocalDapr.Runtime.PubSub.Subscriptions;

/// <summary>A message on its way to a path of an app.</summary>
/// <param name="EntryId">Names the message in a bulk delivery; the same at every attempt.</param>
/// <param name="Path">Where the app wants it.</param>
/// <param name="Json">The CloudEvent as UTF-8 JSON.</param>
/// <param name="CloudEvent">The same, parsed.</param>
/// <param name="Raw">The published bytes when the subscription asks for raw payloads.</param>
internal sealed record TopicEvent(string EntryId, string Path, ReadOnlyMemory<byte> Json, JsonElement CloudEvent, ReadOnlyMemory<byte>? Raw);

/// <summary>The app's side of a subscription, in the protocol that the app speaks. Calls do not throw but for cancellation.</summary>
internal interface IAppTopics
{
    Task<DeliveryResult> DeliverAsync(TopicEvent topicEvent, CancellationToken cancellationToken);

    /// <summary>Delivers events of one path in one call; gives their results in order.</summary>
    Task<IReadOnlyList<DeliveryResult>> DeliverBulkAsync(BulkEvents events, CancellationToken cancellationToken);
}

/// <summary>Events that go to the app in one call.</summary>
internal sealed record BulkEvents(string PubSubName, string Topic, string Path, IReadOnlyList<TopicEvent> Events);
