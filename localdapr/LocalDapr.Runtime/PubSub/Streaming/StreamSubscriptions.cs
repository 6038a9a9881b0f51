using System.Collections.Concurrent;
using Dapr.Proto.Runtime.V1;
using Grpc.Core;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.PubSub.Subscriptions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using EventStream = Grpc.Core.IServerStreamWriter<Dapr.Proto.Runtime.V1.SubscribeTopicEventsResponseAlpha1>;
using Requests = Grpc.Core.IAsyncStreamReader<Dapr.Proto.Runtime.V1.SubscribeTopicEventsRequestAlpha1>;

namespace LocalDapr.Runtime.PubSub.Streaming;

/// <summary>
/// Subscriptions that an app opens by the rpc SubscribeTopicEventsAlpha1 and that last as long as the stream
/// (https://docs.dapr.io/developing-applications/building-blocks/pubsub/subscription-methods/#streaming-subscriptions).
/// </summary>
internal sealed partial class StreamSubscriptions(
    MessageBroker broker, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<StreamSubscriptions> logger)
{
    private readonly ConcurrentDictionary<(string AppId, string PubSub, string Topic), StreamedTopic> _topics = new();

    /// <summary>Serves one stream until its app ends it or the host stops.</summary>
    /// <exception cref="RpcException">The app does not keep to the protocol.</exception>
    /// <exception cref="Errors.DaprException">The app may not subscribe to the topic.</exception>
    public async Task ServeAsync(Sidecar sidecar, Requests requests, EventStream events, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var subscription = ToSubscription(await ReadInitialAsync(requests, ending.Token), sidecar);
        var topic = _topics.GetOrAdd(
            (sidecar.AppId, subscription.PubSubName, subscription.Topic),
            _ => new StreamedTopic(ConsumerFactory.Of(sidecar, broker, time, logger)));
        using var connection = new StreamConnection(events);
        await connection.WriteAsync(new SubscribeTopicEventsResponseAlpha1 { InitialResponse = new() }, ending.Token);
        await topic.AddAsync(connection, subscription, ending.Token);
        LogSubscribed(sidecar.AppId, subscription.Topic, subscription.PubSubName);
        try
        {
            while (await requests.MoveNext(ending.Token))
                Settle(connection, requests.Current.EventProcessed ?? throw Invalid("duplicate initial request received"));
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The stream or the host ends.
        }
        finally
        {
            await topic.RemoveAsync(connection);
        }
    }

    private void Settle(StreamConnection connection, SubscribeTopicEventsRequestProcessedAlpha1 processed)
    {
        if (!connection.Settle(processed.Id, TopicEventMapping.StatusOf(processed.Status?.Status ?? default)))
            LogUnknown(processed.Id);
    }

    private static async Task<SubscribeTopicEventsRequestInitialAlpha1> ReadInitialAsync(Requests requests, CancellationToken cancellationToken) =>
        await requests.MoveNext(cancellationToken) && requests.Current.InitialRequest is { } initial ? initial : throw Invalid("initial request is required");

    private static Subscription ToSubscription(SubscribeTopicEventsRequestInitialAlpha1 initial, Sidecar sidecar)
    {
        if (initial.PubsubName.Length == 0)
            throw Invalid("pubsubName is required");
        if (!TopicName.IsValid(initial.Topic))
            throw Invalid(initial.Topic.Length == 0 ? "topic is required" : "the name of the topic has control characters");
        var component = sidecar.Resources.Find(BuildingBlocks.PubSub, initial.PubsubName) ?? throw PubSubErrors.NotFound(initial.PubsubName);
        if (!component.CanSubscribe(sidecar.AppId, initial.Topic))
            throw PubSubErrors.Forbidden(initial.Topic, sidecar.AppId);
        return new Subscription
        {
            Name = "",
            PubSubName = initial.PubsubName,
            Topic = initial.Topic,
            DefaultPath = "/",
            DeadLetterTopic = initial.DeadLetterTopic is { Length: > 0 } deadLetters ? deadLetters : null,
            Metadata = new Dictionary<string, string>(initial.Metadata),
        };
    }

    private static RpcException Invalid(string reason) => new(new Status(StatusCode.InvalidArgument, reason));

    [LoggerMessage(Level = LogLevel.Information, Message = "App {AppId} subscribes by a stream to topic {Topic} of {PubSub}")]
    private partial void LogSubscribed(string appId, string topic, string pubSub);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A stream settles event {Id}, which it was not waited for")]
    private partial void LogUnknown(string id);
}
