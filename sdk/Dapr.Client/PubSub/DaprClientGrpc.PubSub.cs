using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Wire = Dapr.Proto.Runtime.V1;

namespace Dapr.Client;

internal sealed partial class DaprClientGrpc
{
    private const string PublishOperation = "Publish";
    private const string JsonMediaType = "application/json";
    private const string CloudEventMediaType = "application/cloudevents+json";

    public override Task PublishEventAsync<TData>(
        string pubsubName, string topicName, TData data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return PublishAsync(pubsubName, topicName, ToJson(data), MediaTypeOf(data), null, cancellationToken);
    }

    public override Task PublishEventAsync<TData>(
        string pubsubName,
        string topicName,
        TData data,
        Dictionary<string, string> metadata,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(metadata);
        return PublishAsync(pubsubName, topicName, ToJson(data), MediaTypeOf(data), metadata, cancellationToken);
    }

    public override Task PublishEventAsync(string pubsubName, string topicName, CancellationToken cancellationToken = default) =>
        PublishAsync(pubsubName, topicName, ByteString.Empty, string.Empty, null, cancellationToken);

    public override Task PublishEventAsync(
        string pubsubName, string topicName, Dictionary<string, string> metadata, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return PublishAsync(pubsubName, topicName, ByteString.Empty, string.Empty, metadata, cancellationToken);
    }

    public override Task PublishByteEventAsync(
        string pubsubName,
        string topicName,
        ReadOnlyMemory<byte> data,
        string dataContentType = JsonMediaType,
        Dictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default) =>
        PublishAsync(pubsubName, topicName, ByteString.CopyFrom(data.Span), dataContentType, metadata, cancellationToken);

    public override async Task<BulkPublishResponse<TValue>> BulkPublishEventAsync<TValue>(
        string pubsubName,
        string topicName,
        IReadOnlyList<TValue> events,
        Dictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(pubsubName);
        ArgumentException.ThrowIfNullOrEmpty(topicName);
        ArgumentNullException.ThrowIfNull(events);
        var request = new Wire.BulkPublishRequest { PubsubName = pubsubName, Topic = topicName };
        AddAll(request.Metadata, metadata);
        var entries = new Dictionary<string, BulkPublishEntry<TValue>>(events.Count);
        foreach (var data in events)
        {
            var id = entries.Count.ToString(CultureInfo.InvariantCulture);
            var entry = new Wire.BulkPublishRequestEntry { EntryId = id, Event = ToJson(data), ContentType = MediaTypeOf(data) };
            AddAll(entry.Metadata, metadata);
            request.Entries.Add(entry);
            entries.Add(id, new BulkPublishEntry<TValue>(id, data, entry.ContentType, entry.Metadata));
        }

        // The Alpha1 name is the one that sidecars of every version know.
        var call = _client.BulkPublishEventAlpha1Async(request, Options(cancellationToken));
        var response = await SendAsync(PublishOperation, call);
        return new BulkPublishResponse<TValue>([.. response.FailedEntries.Select(
            failed => new BulkPublishResponseFailedEntry<TValue>(entries[failed.EntryId], failed.Error))]);
    }

    private static string MediaTypeOf<T>(T data) => data is CloudEvent ? CloudEventMediaType : JsonMediaType;

    private Task<Empty> PublishAsync(
        string pubsubName,
        string topicName,
        ByteString data,
        string mediaType,
        Dictionary<string, string>? metadata,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(pubsubName);
        ArgumentException.ThrowIfNullOrEmpty(topicName);
        var request = new Wire.PublishEventRequest
        {
            PubsubName = pubsubName,
            Topic = topicName,
            Data = data,
            DataContentType = mediaType,
        };
        AddAll(request.Metadata, metadata);
        return SendAsync(PublishOperation, _client.PublishEventAsync(request, Options(cancellationToken)));
    }
}
