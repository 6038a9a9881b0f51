using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.PubSub.CloudEvents;
using LocalDapr.Runtime.Resiliency;
using Polly;

namespace LocalDapr.Runtime.PubSub;

/// <summary>Pub/sub as one app's sidecar offers it.</summary>
/// <param name="appId">The app.</param>
/// <param name="components">The pub/sub components that the app may use, by name.</param>
/// <param name="publisher">Puts messages into the topics.</param>
/// <param name="pipelines">The outbound policies of the components that have any, by name.</param>
internal sealed class AppPubSub(
    string appId,
    IReadOnlyDictionary<string, Component> components,
    Publisher publisher,
    IReadOnlyDictionary<string, ResiliencePipeline<bool>>? pipelines = null)
{
    /// <summary>Publishes entries to a topic, all or none, durably.</summary>
    /// <exception cref="Errors.DaprException">The request is refused or failed.</exception>
    public async Task PublishAsync(
        string pubSub, string topic, IReadOnlyList<PublishEntry> entries, TraceContext trace, CancellationToken cancellationToken)
    {
        if (pubSub.Length == 0)
            throw PubSubErrors.NameEmpty();
        if (components.Count == 0)
            throw PubSubErrors.NotConfigured(pubSub);
        if (!components.TryGetValue(pubSub, out var component))
            throw PubSubErrors.NotFound(pubSub);
        if (topic.Length == 0)
            throw PubSubErrors.TopicEmpty(pubSub);
        var target = new PublishTarget(appId, pubSub, topic);
        if (pipelines?.GetValueOrDefault(pubSub) is not { } pipeline)
        {
            await publisher.PublishAsync(component, target, entries, trace, cancellationToken);
            return;
        }

        await pipeline.RunAsync(
            async token =>
            {
                await publisher.PublishAsync(component, target, entries, trace, token);
                return true;
            },
            reason => PubSubErrors.PublishFailed(pubSub, topic, reason),
            cancellationToken);
    }
}
