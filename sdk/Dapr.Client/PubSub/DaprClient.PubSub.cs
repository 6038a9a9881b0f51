namespace Dapr.Client;

public abstract partial class DaprClient
{
    /// <summary>Publishes an event with JSON data. Returns once the broker has it.</summary>
    /// <typeparam name="TData">Type of the data; a <see cref="CloudEvent"/> is not wrapped again.</typeparam>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="topicName">The topic.</param>
    /// <param name="data">The data.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task PublishEventAsync<TData>(
        string pubsubName, string topicName, TData data, CancellationToken cancellationToken = default);

    /// <summary>Publishes an event with JSON data and options. Returns once the broker has it.</summary>
    /// <typeparam name="TData">Type of the data; a <see cref="CloudEvent"/> is not wrapped again.</typeparam>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="topicName">The topic.</param>
    /// <param name="data">The data.</param>
    /// <param name="metadata">Options such as <c>rawPayload</c>, <c>ttlInSeconds</c>, <c>cloudevent.id</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task PublishEventAsync<TData>(
        string pubsubName,
        string topicName,
        TData data,
        Dictionary<string, string> metadata,
        CancellationToken cancellationToken = default);

    /// <summary>Publishes an event without data.</summary>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="topicName">The topic.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task PublishEventAsync(string pubsubName, string topicName, CancellationToken cancellationToken = default);

    /// <summary>Publishes an event without data, with options.</summary>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="topicName">The topic.</param>
    /// <param name="metadata">Options of the event.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task PublishEventAsync(
        string pubsubName, string topicName, Dictionary<string, string> metadata, CancellationToken cancellationToken = default);

    /// <summary>Publishes events with JSON data; each can fail alone.</summary>
    /// <typeparam name="TValue">Type of the data.</typeparam>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="topicName">The topic.</param>
    /// <param name="events">The data, one per event.</param>
    /// <param name="metadata">Options of every event.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The events that were not published.</returns>
    public abstract Task<BulkPublishResponse<TValue>> BulkPublishEventAsync<TValue>(
        string pubsubName,
        string topicName,
        IReadOnlyList<TValue> events,
        Dictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);

    /// <summary>Publishes an event whose data is bytes.</summary>
    /// <param name="pubsubName">Name of the pub/sub component.</param>
    /// <param name="topicName">The topic.</param>
    /// <param name="data">The data, copied before the method returns.</param>
    /// <param name="dataContentType">Media type of the data.</param>
    /// <param name="metadata">Options of the event.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract Task PublishByteEventAsync(
        string pubsubName,
        string topicName,
        ReadOnlyMemory<byte> data,
        string dataContentType = "application/json",
        Dictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default);
}
