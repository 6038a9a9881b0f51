using System.Text;
using Dapr.Client;
using Google.Protobuf;

namespace Platform.Messaging;

/// <summary>Publishes events: protobuf messages as their JSON mapping, which the sidecar wraps in CloudEvents.</summary>
/// <param name="dapr">The sidecar.</param>
public sealed class EventPublisher(DaprClient dapr)
{
    /// <summary>The component that carries the events.</summary>
    public const string PubSubName = "pubsub";

    /// <summary>Publishes an event. It is durable when the task completes.</summary>
    /// <param name="topic">The topic, <c>service-event</c>.</param>
    /// <param name="message">The event.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task PublishAsync(string topic, IMessage message, CancellationToken cancellationToken)
    {
        using var span = MessagingSpans.Publish(topic);
        await dapr.PublishByteEventAsync(
            PubSubName,
            topic,
            Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message)),
            "application/json",
            cancellationToken: cancellationToken);
    }
}
