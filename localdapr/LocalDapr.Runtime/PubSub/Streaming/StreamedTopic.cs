using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.PubSub.Delivery;
using LocalDapr.Runtime.PubSub.Subscriptions;

namespace LocalDapr.Runtime.PubSub.Streaming;

/// <summary>
/// A topic that streams of one app subscribe to: they share its events. While there is a stream there is a consumer; in between the group keeps
/// its place, and what was not settled goes to the next stream.
/// </summary>
internal sealed class StreamedTopic(ConsumerFactory factory) : IAppTopics, IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile StreamConnection[] _connections = [];
    private uint _turn;
    private Consumer? _consumer;
    private ConsumerGroup? _group;

    /// <summary>Gives a stream its part of the events. The first one's settings hold for all that come while it is there.</summary>
    public async Task AddAsync(StreamConnection connection, Subscription subscription, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            _group ??= await factory.Broker.Topic(subscription.PubSubName, subscription.Topic)
                .JoinAsync(ConsumerGroup.OfStreams(factory.AppId), isLasting: true, cancellationToken);
            _group.IsAttached = true;
            _connections = [.. _connections, connection];
            _consumer ??= factory.Start(subscription, _group, this, factory.PipelineOf(subscription.PubSubName));
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Takes a stream out; the events that it has not settled go to others.</summary>
    public async Task RemoveAsync(StreamConnection connection)
    {
        connection.Dispose();
        await _changing.WaitAsync(CancellationToken.None);
        try
        {
            _connections = [.. _connections.Where(other => other != connection)];
            if (_connections.Length > 0 || _consumer is null)
                return;
            await _consumer.DisposeAsync();
            _consumer = null;
            _group!.IsAttached = false;
        }
        finally
        {
            _changing.Release();
        }
    }

    public async Task<DeliveryResult> DeliverAsync(TopicEvent topicEvent, CancellationToken cancellationToken)
    {
        var connections = _connections;
        return connections.Length == 0
            ? DeliveryStatus.Unreachable
            : await connections[Interlocked.Increment(ref _turn) % connections.Length].DeliverAsync(topicEvent, cancellationToken);
    }

    /// <summary>A stream takes one event at a time.</summary>
    public async Task<IReadOnlyList<DeliveryResult>> DeliverBulkAsync(BulkEvents events, CancellationToken cancellationToken) =>
        await Task.WhenAll(events.Events.Select(topicEvent => DeliverAsync(topicEvent, cancellationToken)));

    public void Dispose() => _changing.Dispose();
}
