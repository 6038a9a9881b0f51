using System.Text.Json;
using Dapr.Proto.Runtime.V1;
using Google.Protobuf;
using Grpc.Core;
using LocalDapr.Runtime.Invocation;
using LocalDapr.Runtime.PubSub.CloudEvents;
using LocalDapr.Runtime.PubSub.Delivery;
using LocalDapr.Runtime.Resiliency;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.PubSub.Subscriptions;

/// <summary>Delivers by the AppCallback service of an app whose protocol is gRPC.</summary>
internal sealed partial class GrpcAppTopics(CallInvoker app, ILogger logger) : IAppTopics
{
    private readonly AppCallback.AppCallbackClient _callback = new(app);
    private readonly AppCallbackAlpha.AppCallbackAlphaClient _bulkCallback = new(app);

    public async Task<DeliveryResult> DeliverAsync(TopicEvent topicEvent, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _callback.OnTopicEventAsync(
                TopicEventMapping.ToRequest(topicEvent), Trace(topicEvent.CloudEvent), cancellationToken: cancellationToken);
            return TopicEventMapping.StatusOf(response.Status);
        }
        catch (RpcException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ResultOf(exception, topicEvent.Path);
        }
    }

    public async Task<IReadOnlyList<DeliveryResult>> DeliverBulkAsync(BulkEvents events, CancellationToken cancellationToken)
    {
        var request = new TopicEventBulkRequest
        {
            Id = Guid.NewGuid().ToString(),
            Type = "com.dapr.event.sent.bulk",
            Topic = events.Topic,
            PubsubName = events.PubSubName,
            Path = events.Path,
            Entries = { events.Events.Select(ToEntry) },
        };
        try
        {
            var response = await _bulkCallback.OnBulkTopicEventAlpha1Async(request, cancellationToken: cancellationToken);
            var statuses = response.Statuses.DistinctBy(entry => entry.EntryId).ToDictionary(entry => entry.EntryId, entry => TopicEventMapping.StatusOf(entry.Status));
            return [.. events.Events.Select(topicEvent => (DeliveryResult)statuses.GetValueOrDefault(topicEvent.EntryId, DeliveryStatus.Retry))];
        }
        catch (RpcException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return DeliveryResult.ForAll(events.Events.Count, ResultOf(exception, events.Path));
        }
    }

    private static TopicEventBulkRequestEntry ToEntry(TopicEvent topicEvent)
    {
        if (topicEvent.Raw is { } raw)
            return new() { EntryId = topicEvent.EntryId, ContentType = ContentTypes.Binary, Bytes = UnsafeByteOperations.UnsafeWrap(raw) };
        var cloudEvent = TopicEventMapping.ToRequest(topicEvent);
        return new()
        {
            EntryId = topicEvent.EntryId,
            ContentType = ContentTypes.CloudEvent,
            CloudEvent = new TopicEventCERequest
            {
                Id = cloudEvent.Id,
                Source = cloudEvent.Source,
                Type = cloudEvent.Type,
                SpecVersion = cloudEvent.SpecVersion,
                DataContentType = cloudEvent.DataContentType,
                Data = cloudEvent.Data,
                Extensions = cloudEvent.Extensions,
            },
        };
    }

    private static Metadata Trace(JsonElement cloudEvent)
    {
        var metadata = new Metadata();
        if (cloudEvent.Attribute("traceparent") is { Length: > 0 } traceParent)
            metadata.Add("traceparent", traceParent);
        if (cloudEvent.Attribute("tracestate") is { Length: > 0 } traceState)
            metadata.Add("tracestate", traceState);
        return metadata;
    }

    private DeliveryResult ResultOf(RpcException exception, string path)
    {
        if (ConnectionFailure.Is(exception))
            return DeliveryStatus.Unreachable;
        LogFailed(path, exception.StatusCode);
        if (exception.Status.DebugException is HttpRequestException or IOException)
            return DeliveryStatus.Interrupted;
        return exception.StatusCode == StatusCode.Unimplemented
            ? DeliveryStatus.Drop
            : new DeliveryResult(DeliveryStatus.Retry, new Failure { GrpcStatus = exception.StatusCode });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The app answered {Status} to an event for {Path}")]
    private partial void LogFailed(string path, StatusCode status);
}
