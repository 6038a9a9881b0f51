using System.Text.Json;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.PubSub.CloudEvents;
using LocalDapr.Storage;

namespace LocalDapr.Runtime.PubSub;

/// <summary>Publishes what an app sends: as CloudEvents, or as it is with metadata <c>rawPayload</c>. Done means durable.</summary>
internal sealed class Publisher(MessageBroker broker, TimeProvider time)
{
    /// <summary>Publishes the entries, all or none.</summary>
    /// <param name="component">The pub/sub component, null if the app sees none of that name.</param>
    /// <param name="target">Who publishes where.</param>
    /// <param name="entries">What is published.</param>
    /// <param name="trace">The trace context of the request.</param>
    /// <param name="cancellationToken">Gives up waiting; the entries may be published all the same.</param>
    public async Task PublishAsync(
        Component component, PublishTarget target, IReadOnlyList<PublishEntry> entries, TraceContext trace, CancellationToken cancellationToken)
    {
        if (!component.CanPublish(target.AppId, target.Topic))
            throw PubSubErrors.Forbidden(target.Topic, target.AppId);
        if (entries.Count == 0)
            return;

        var envelope = new CloudEventEnvelope(target.AppId, target.PubSubName, target.Topic, time);
        var messages = entries.Select(entry => ToMessage(envelope, entry, trace)).ToList();
        try
        {
            await broker.Topic(target.PubSubName, target.Topic).AppendAsync(messages, cancellationToken);
        }
        catch (BatchTooLargeException exception)
        {
            throw PubSubErrors.PublishFailed(target.PubSubName, target.Topic, exception.Message);
        }
        catch (StoreFailedException)
        {
            throw PubSubErrors.PublishFailed(target.PubSubName, target.Topic, "the store cannot write");
        }
    }

    private static ReadOnlyMemory<byte> ToMessage(CloudEventEnvelope envelope, PublishEntry entry, TraceContext trace)
    {
        if (entry.Metadata.IsTrue("rawPayload"))
            return entry.Data;
        try
        {
            return envelope.Create(entry.Data, entry.ContentType, trace, entry.Metadata);
        }
        catch (JsonException)
        {
            throw PubSubErrors.CannotCreateCloudEvent();
        }
    }
}

/// <summary>Who publishes where.</summary>
internal sealed record PublishTarget(string AppId, string PubSubName, string Topic);

/// <summary>One thing to publish; the data must not change afterwards.</summary>
internal sealed record PublishEntry(ReadOnlyMemory<byte> Data, string? ContentType, IReadOnlyDictionary<string, string> Metadata);
