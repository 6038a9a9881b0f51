namespace Platform.Messaging.Realtime;

/// <summary>Publishes events to the clients that are connected to the gateway.</summary>
public interface IRealtimePublisher
{
    /// <summary>
    /// Publishes events to their channels, those of one channel in their order. A channel that nobody has listened to for an hour costs a read and
    /// nothing else. When the task completes the events are in the channels' logs and on their way; when it fails, some may be.
    /// </summary>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">A channel is no channel, or an event is too large.</exception>
    Task PublishAsync(IReadOnlyList<RealtimeEvent> events, CancellationToken cancellationToken);
}
