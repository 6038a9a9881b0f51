using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.PubSub.Delivery;
using Microsoft.Extensions.Logging;

namespace LocalDapr.Runtime.PubSub.Subscriptions;

/// <summary>The running subscriptions of one app, or those that its instance has for itself (<see cref="ConsumerId"/>).</summary>
internal sealed partial class SubscriptionManager(ConsumerFactory factory, ConsumerId consumer, ILogger logger) : IAsyncDisposable
{
    private readonly List<Consumer> _consumers = [];
    private readonly List<TopicLog> _passing = [];

    /// <summary>
    /// Starts delivering. Of two subscriptions to one topic the later one counts. Groups of topics that are not in the list
    /// any more are dissolved.
    /// </summary>
    public async Task StartAsync(IEnumerable<Subscription> subscriptions, IAppTopics app, CancellationToken cancellationToken)
    {
        var valid = subscriptions.Where(IsMine).Where(IsValid).GroupBy(item => (item.PubSubName, item.Topic)).Select(same => same.Last()).ToList();
        var wanted = valid.Select(item => (item.PubSubName, item.Topic)).ToHashSet();
        foreach (var (component, topic) in factory.Broker.TopicsOf(consumer.Group).Where(joined => !wanted.Contains(joined)))
            await factory.Broker.Topic(component, topic).LeaveAsync(consumer.Group);

        var pipelines = valid.Select(item => item.PubSubName).Distinct().ToDictionary(name => name, factory.PipelineOf);
        foreach (var subscription in valid)
        {
            var log = factory.Broker.Topic(subscription.PubSubName, subscription.Topic);
            var group = await log.JoinAsync(consumer.Group, consumer.IsLasting, cancellationToken);
            if (!consumer.IsLasting)
                _passing.Add(log);
            _consumers.Add(factory.Start(subscription, group, app, pipelines[subscription.PubSubName]));
            LogSubscribed(factory.AppId, subscription.Topic, subscription.PubSubName);
        }
    }

    /// <summary>Stops delivering; what is running may finish.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(_consumers.Select(consumer => consumer.DisposeAsync().AsTask()));
        _consumers.Clear();
        await Task.WhenAll(_passing.Select(log => log.LeaveAsync(consumer.Group)));
        _passing.Clear();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private bool IsMine(Subscription subscription) => factory.IsPerInstance(subscription.PubSubName) != consumer.IsLasting;

    private bool IsValid(Subscription subscription)
    {
        if (factory.ProblemOf(subscription) is not { } reason)
            return true;
        LogIgnored(factory.AppId, subscription.Topic, subscription.PubSubName, reason);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "App {AppId} subscribes to topic {Topic} of {PubSub}")]
    private partial void LogSubscribed(string appId, string topic, string pubSub);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A subscription of {AppId} to topic {Topic} of {PubSub} is ignored: {Reason}")]
    private partial void LogIgnored(string appId, string topic, string pubSub, string reason);
}
