using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LocalDapr.Runtime.Invocation;
using LocalDapr.Runtime.PubSub.CloudEvents;
using LocalDapr.Runtime.PubSub.Delivery;
using LocalDapr.Runtime.Resiliency;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.PubSub.Subscriptions;

/// <summary>Delivers by POST to the route of the subscription, over HTTP/1.1 or h2c.</summary>
internal sealed partial class HttpAppTopics(HttpClient app, ILogger logger) : IAppTopics
{
    private const string BulkType = "com.dapr.event.sent.bulk";
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly MediaTypeHeaderValue CloudEvent = new(ContentTypes.CloudEvent);
    private static readonly MediaTypeHeaderValue Json = new(ContentTypes.Json);

    public async Task<DeliveryResult> DeliverAsync(TopicEvent topicEvent, CancellationToken cancellationToken)
    {
        using var request = NewRequest(topicEvent.Path, topicEvent.Json, CloudEvent);
        AddTraceContext(request, topicEvent.CloudEvent);
        try
        {
            using var response = await app.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return ResultOf(response.StatusCode, topicEvent.Path);
            return StatusOf(await ReadAsync<AppResponse>(response, cancellationToken) is { } answer ? answer.Status : "");
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            return StatusOf(exception, topicEvent.Path);
        }
    }

    public async Task<IReadOnlyList<DeliveryResult>> DeliverBulkAsync(BulkEvents events, CancellationToken cancellationToken)
    {
        using var request = NewRequest(events.Path, BulkBody(events), Json);
        try
        {
            using var response = await app.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return DeliveryResult.ForAll(events.Events.Count, ResultOf(response.StatusCode, events.Path));
            var answer = await ReadAsync<AppBulkResponse>(response, cancellationToken);
            var statuses = (answer?.Statuses ?? []).DistinctBy(entry => entry.EntryId).ToDictionary(entry => entry.EntryId, entry => entry.Status);
            return [.. events.Events.Select(topicEvent => (DeliveryResult)( statuses.TryGetValue(topicEvent.EntryId, out var status) && status.Length > 0
                ? StatusOf(status)
                : DeliveryStatus.Retry))];
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            return DeliveryResult.ForAll(events.Events.Count, StatusOf(exception, events.Path));
        }
    }

    private static HttpRequestMessage NewRequest(string path, ReadOnlyMemory<byte> body, MediaTypeHeaderValue contentType) =>
        new(HttpMethod.Post, new Uri(path.TrimStart('/'), UriKind.Relative))
        {
            Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = contentType } },
        };

    private static void AddTraceContext(HttpRequestMessage request, JsonElement cloudEvent)
    {
        if (cloudEvent.Attribute("traceparent") is { Length: > 0 } traceParent)
            request.Headers.TryAddWithoutValidation("traceparent", traceParent);
        if (cloudEvent.Attribute("tracestate") is { Length: > 0 } traceState)
            request.Headers.TryAddWithoutValidation("tracestate", traceState);
    }

    private static byte[] BulkBody(BulkEvents events)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("id", Guid.NewGuid());
            writer.WriteString("type", BulkType);
            writer.WriteString("topic", events.Topic);
            writer.WriteString("pubsubname", events.PubSubName);
            writer.WriteStartObject("metadata");
            writer.WriteString("pubsubName", events.PubSubName);
            writer.WriteEndObject();
            writer.WriteStartArray("entries");
            foreach (var topicEvent in events.Events)
                WriteEntry(writer, topicEvent);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter writer, TopicEvent topicEvent)
    {
        writer.WriteStartObject();
        writer.WriteString("entryId", topicEvent.EntryId);
        writer.WriteString("contentType", topicEvent.Raw is null ? ContentTypes.CloudEvent : ContentTypes.Binary);
        if (topicEvent.Raw is { } raw)
            writer.WriteBase64String("event", raw.Span);
        else
        {
            writer.WritePropertyName("event");
            writer.WriteRawValue(topicEvent.Json.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    /// <summary>The answer of the app; null when it is empty or no such JSON, which counts as no answer.</summary>
    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
        where T : class
    {
        if (response.Content.Headers.ContentLength == 0)
            return null;
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private DeliveryResult ResultOf(HttpStatusCode code, string path)
    {
        LogRefused(path, (int)code);
        return code == HttpStatusCode.NotFound ? DeliveryStatus.Drop : new DeliveryResult(DeliveryStatus.Retry, new Failure { HttpStatus = (int)code });
    }

    private DeliveryStatus StatusOf(Exception exception, string path)
    {
        if (ConnectionFailure.Is(exception))
            return DeliveryStatus.Unreachable;
        LogFailed(path, exception.GetType().Name);
        return DeliveryStatus.Interrupted;
    }

    private static DeliveryStatus StatusOf(string status) => status switch
    {
        "" or "SUCCESS" => DeliveryStatus.Success,
        "DROP" => DeliveryStatus.Drop,
        _ => DeliveryStatus.Retry,
    };

    /// <summary>A failure of the call, and not its cancellation by us: a connection may time out, or be cancelled when it breaks.</summary>
    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested;

    private sealed record AppResponse([property: JsonPropertyName("status")] string Status = "");

    private sealed record AppBulkResponse([property: JsonPropertyName("statuses")] IReadOnlyList<AppEntryStatus>? Statuses);

    private sealed record AppEntryStatus(
        [property: JsonPropertyName("entryId")] string EntryId = "", [property: JsonPropertyName("status")] string Status = "");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The app answered {Status} to an event for {Path}")]
    private partial void LogRefused(string path, int status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An event for {Path} could not be delivered: {Reason}")]
    private partial void LogFailed(string path, string reason);
}
