using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Errors;
using LocalDapr.Runtime.PubSub.Delivery;
using LocalDapr.Runtime.Resiliency;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.PubSub.Subscriptions;

/// <summary>The running subscriptions of one app.</summary>
/// <param name="appId">The app, whose id names its consumer groups.</param>
/// <param name="findPubSub">Gives the pub/sub component of a name that the app may use, or null.</param>
/// <param name="policiesOf">Gives the resiliency policies for deliveries from a component, or null.</param>
/// <param name="broker">Where the topics are.</param>
/// <param name="time">The clock of pauses and expiry.</param>
/// <param name="logger">Receives what is subscribed and what fails.</param>
internal sealed partial class SubscriptionManager(
    string appId,
    Func<string, Component?> findPubSub,
    Func<string, Policies?> policiesOf,
    MessageBroker broker,
    TimeProvider time,
    ILogger logger) : IAsyncDisposable
{
    private const int DefaultBulkCount = 100;
    private const int DefaultBulkWaitMs = 1000;

    private readonly List<Consumer> _consumers = [];

    /// <summary>
    /// Starts delivering. Of two subscriptions to one topic the later one counts. Groups of topics that are not in the list
    /// any more are dissolved.
    /// </summary>
    public async Task StartAsync(IEnumerable<Subscription> subscriptions, IAppTopics app, CancellationToken cancellationToken)
    {
        var valid = subscriptions.Where(IsValid).GroupBy(item => (item.PubSubName, item.Topic)).Select(same => same.Last()).ToList();
        var wanted = valid.Select(item => (item.PubSubName, item.Topic)).ToHashSet();
        foreach (var (component, topic) in broker.TopicsOf(appId).Where(joined => !wanted.Contains(joined)))
            await broker.Topic(component, topic).LeaveAsync(appId);

        var pipelines = valid.Select(item => item.PubSubName).Distinct()
            .ToDictionary(name => name, name => ResilientSubscriber.PipelineOf(name, policiesOf(name), time, logger));
        foreach (var subscription in valid)
        {
            var log = broker.Topic(subscription.PubSubName, subscription.Topic);
            var group = await log.JoinAsync(appId, cancellationToken);
            var subscriber = new ResilientSubscriber(new AppSubscriber(subscription, app, time, logger), pipelines[subscription.PubSubName]);
            _consumers.Add(new Consumer(log, group, subscriber, OptionsOf(subscription), time, logger));
            LogSubscribed(appId, subscription.Topic, subscription.PubSubName);
        }
    }

    /// <summary>Stops delivering; what is running may finish.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(_consumers.Select(consumer => consumer.DisposeAsync().AsTask()));
        _consumers.Clear();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private bool IsValid(Subscription subscription)
    {
        var reason = findPubSub(subscription.PubSubName) is not { } component ? "there is no such pub/sub component"
            : !component.CanSubscribe(appId, subscription.Topic) ? "the topic is not allowed"
            : subscription.DefaultPath is null && subscription.Rules.Count == 0 ? "it has no route"
            : null;
        try
        {
            _ = new TopicRoutes(subscription);
        }
        catch (ConfigurationException exception)
        {
            reason = exception.Message;
        }

        if (reason is not null)
            LogIgnored(appId, subscription.Topic, subscription.PubSubName, reason);
        return reason is null;
    }

    private ConsumerOptions OptionsOf(Subscription subscription)
    {
        var component = findPubSub(subscription.PubSubName)!;
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

    [LoggerMessage(Level = LogLevel.Information, Message = "App {AppId} subscribes to topic {Topic} of {PubSub}")]
    private partial void LogSubscribed(string appId, string topic, string pubSub);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A subscription of {AppId} to topic {Topic} of {PubSub} is ignored: {Reason}")]
    private partial void LogIgnored(string appId, string topic, string pubSub, string reason);
}
