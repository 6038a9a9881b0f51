using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.PubSub.Delivery;
using LocalDapr.Runtime.Resiliency;
using Microsoft.Extensions.Logging;
using Polly;

namespace LocalDapr.Runtime.PubSub.Subscriptions;

/// <summary>Makes the consumers of one app's subscriptions.</summary>
/// <param name="appId">The app.</param>
/// <param name="findPubSub">Gives the pub/sub component of a name that the app may use, or null.</param>
/// <param name="policiesOf">Gives the resiliency policies for deliveries from a component, or null.</param>
/// <param name="broker">Where the topics are.</param>
/// <param name="time">The clock of pauses and expiry.</param>
/// <param name="logger">Receives what fails.</param>
internal sealed class ConsumerFactory(
    string appId, Func<string, Component?> findPubSub, Func<string, Policies?> policiesOf, MessageBroker broker, TimeProvider time, ILogger logger)
{
    private const int DefaultBulkCount = 100;
    private const int DefaultBulkWaitMs = 1000;

    public string AppId => appId;

    public MessageBroker Broker => broker;

    /// <summary>The factory for the app of a sidecar.</summary>
    public static ConsumerFactory Of(Sidecar sidecar, MessageBroker broker, TimeProvider time, ILogger logger) => new(
        sidecar.AppId,
        name => sidecar.Resources.Find(BuildingBlocks.PubSub, name),
        name => sidecar.Resources.Resiliency.ForComponent(name, BuildingBlocks.PubSub, ComponentDirection.Inbound),
        broker,
        time,
        logger);

    /// <summary>Whether every instance of the app gets every message of a component.</summary>
    public bool IsPerInstance(string pubSub) => findPubSub(pubSub) is { } component && ConsumerId.IsPerInstance(component);

    /// <summary>Why a subscription cannot be served; null if it can.</summary>
    public string? ProblemOf(Subscription subscription)
    {
        if (findPubSub(subscription.PubSubName) is not { } component)
            return "there is no such pub/sub component";
        if (!TopicName.IsValid(subscription.Topic))
            return "the name of the topic is empty or has control characters";
        if (!component.CanSubscribe(appId, subscription.Topic))
            return "the topic is not allowed";
        if (subscription.DefaultPath is null && subscription.Rules.Count == 0)
            return "it has no route";
        try
        {
            _ = new TopicRoutes(subscription);
            return null;
        }
        catch (ConfigurationException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>The timeout and the circuit breaker that all subscriptions to a component share.</summary>
    public ResiliencePipeline<IReadOnlyList<DeliveryResult>> PipelineOf(string pubSub) =>
        ResilientSubscriber.PipelineOf(pubSub, policiesOf(pubSub), time, logger);

    /// <summary>Starts to deliver what a group has not finished.</summary>
    public Consumer Start(Subscription subscription, ConsumerGroup group, IAppTopics app, ResiliencePipeline<IReadOnlyList<DeliveryResult>> pipeline) => new(
        broker.Topic(subscription.PubSubName, subscription.Topic),
        group,
        new ResilientSubscriber(new AppSubscriber(subscription, app, time, logger), pipeline),
        OptionsOf(subscription, findPubSub(subscription.PubSubName)!),
        time,
        logger);

    private ConsumerOptions OptionsOf(Subscription subscription, Component component)
    {
        var defaults = new ConsumerOptions();
        var concurrency = component.Setting("maxConcurrentHandlers") ?? component.Setting("concurrency");
        return defaults with
        {
            MaxConcurrentHandlers = int.TryParse(concurrency, out var handlers) && handlers > 0 ? handlers : defaults.MaxConcurrentHandlers,
            MaxBatch = subscription.BulkEnabled ? Positive(subscription.MaxMessagesCount, DefaultBulkCount) : 1,
            MaxBatchWait = subscription.BulkEnabled
                ? TimeSpan.FromMilliseconds(Positive(subscription.MaxAwaitDurationMs, DefaultBulkWaitMs))
                : TimeSpan.Zero,
            Retries = policiesOf(subscription.PubSubName)?.Retry ?? RetryPolicy.None,
            RedeliverInterval = GoDuration.TryParse(component.Setting("redeliverInterval"), out var interval) && interval > TimeSpan.Zero
                ? interval
                : defaults.RedeliverInterval,
            DeadLetter = subscription.DeadLetterTopic is { } topic
                ? messages => broker.Topic(subscription.PubSubName, topic).AppendAsync([.. messages.Select(message => message.Data)], CancellationToken.None)
                : null,
        };
    }

    private static int Positive(int? value, int otherwise) => value > 0 ? value.Value : otherwise;
}
