using System.Text;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.PubSub;
using LocalDapr.Runtime.PubSub.CloudEvents;
using LocalDapr.Runtime.PubSub.Delivery;
using LocalDapr.Storage;

namespace LocalDapr.Runtime.State;

/// <summary>
/// The transactional outbox of a state component: each value that a transaction saves is published too, in the same commit. So both happen or
/// neither does, and no subscriber hears of what was not saved, also when the process is killed in the middle
/// (https://docs.dapr.io/developing-applications/building-blocks/state-management/howto-outbox/). The coordination by a second topic,
/// <c>outboxPubsub</c>, and the search for missing state, <c>outboxDiscardWhenMissingState</c>, have nothing to do here.
/// </summary>
internal sealed class Outbox
{
    private const string PubSubSetting = "outboxPublishPubsub";
    private const string TopicSetting = "outboxPublishTopic";
    private const string Projection = "outbox.projection";
    private const string ContentType = "contentType";
    private const string CloudEventPrefix = "cloudevent.";

    private static readonly HashSet<string> Settings =
        new(StringComparer.OrdinalIgnoreCase) { PubSubSetting, TopicSetting, "outboxPubsub", "outboxDiscardWhenMissingState" };

    // Options of the write, which are no attributes of its event.
    private static readonly HashSet<string> WriteOptions = new(StringComparer.OrdinalIgnoreCase) { Projection, ContentType, "ttlInSeconds", "partitionKey" };

    private readonly string _appId;
    private readonly string _pubSub;
    private readonly string _topic;
    private readonly Func<string, Component?> _findPubSub;
    private readonly CloudEventEnvelope _envelope;
    private readonly TopicLog _log;

    private Outbox(string appId, string pubSub, string topic, Func<string, Component?> findPubSub, MessageBroker broker, TimeProvider time)
    {
        (_appId, _pubSub, _topic, _findPubSub) = (appId, pubSub, topic, findPubSub);
        _envelope = new CloudEventEnvelope(appId, pubSub, topic, time);
        _log = broker.Topic(pubSub, topic);
    }

    /// <summary>The outbox that a component's settings ask for; null if they ask for none.</summary>
    /// <param name="component">The state component.</param>
    /// <param name="appId">The app that uses it.</param>
    /// <param name="findPubSub">Gives the pub/sub component of a name that the app may use, or null.</param>
    /// <param name="broker">Where the topics are.</param>
    /// <param name="time">The clock of the events.</param>
    /// <exception cref="Errors.ConfigurationException">One of the two settings that belong together is missing.</exception>
    public static Outbox? Of(Component component, string appId, Func<string, Component?> findPubSub, MessageBroker broker, TimeProvider time)
    {
        if (!IsConfigured(component))
            return null;
        var pubSub = component.Setting(PubSubSetting) is { Length: > 0 } name ? name : throw component.Invalid($"an outbox needs {PubSubSetting}");
        var topic = component.Setting(TopicSetting) is { Length: > 0 } value ? value : throw component.Invalid($"an outbox needs {TopicSetting}");
        return new Outbox(appId, pubSub, topic, findPubSub, broker, time);
    }

    public static bool IsConfigured(Component component) => component.Metadata.Keys.Any(IsSetting);

    public static bool IsSetting(string name) => Settings.Contains(name);

    /// <summary>The writes of a transaction that go into the state; projections do not.</summary>
    public static IEnumerable<StateWrite> ToSave(IEnumerable<StateWrite> writes) => writes.Where(write => !IsProjection(write));

    /// <summary>Commits a transaction together with the events of what it saves.</summary>
    /// <param name="batch">The writes to the state.</param>
    /// <param name="writes">The operations of the transaction, projections among them.</param>
    /// <param name="trace">The trace context of the request.</param>
    /// <returns>False if a precondition did not hold: then nothing happened.</returns>
    /// <exception cref="Errors.DaprException">The events cannot be published.</exception>
    public Task<bool> CommitAsync(Batch batch, IReadOnlyList<StateWrite> writes, TraceContext trace)
    {
        var component = _findPubSub(_pubSub) ?? throw PubSubErrors.Outbox($"pubsub {_pubSub} is not found");
        if (!component.CanPublish(_appId, _topic))
            throw PubSubErrors.Outbox($"topic {_topic} is not allowed for app id {_appId}");
        var projections = writes.Where(IsProjection).GroupBy(write => write.Key).ToDictionary(same => same.Key, same => same.First());
        var saved = ToSave(writes).Where(write => write.Value is not null).ToList();
        if (projections.Keys.Except(saved.Select(write => write.Key)).FirstOrDefault() is { } key)
            throw PubSubErrors.Outbox($"the projection of key {key} belongs to no operation that saves that key");
        return _log.AppendAsync([.. saved.Select(write => EventOf(write, projections.GetValueOrDefault(write.Key) ?? write, trace))], batch);
    }

    private static bool IsProjection(StateWrite write) => write.Value is not null && write.Metadata.IsTrue(Projection);

    private ReadOnlyMemory<byte> EventOf(StateWrite write, StateWrite payload, TraceContext trace)
    {
        var contentType = payload.ContentType ?? payload.Metadata.GetValueOrDefault(ContentType);
        var data = payload.Text is { } text && !ContentTypes.IsJson(contentType) ? Encoding.UTF8.GetBytes(text) : payload.Value!.Value;
        var attributes = new Dictionary<string, string> { ["id"] = $"outbox-{Guid.NewGuid()}" };
        foreach (var (name, value) in write.Metadata.Where(item => item.Value.Length > 0))
        {
            var attribute = name.StartsWith(CloudEventPrefix, StringComparison.OrdinalIgnoreCase) ? name[CloudEventPrefix.Length..] : name;
            if (!WriteOptions.Contains(attribute))
                attributes[attribute] = value;
        }

        return _envelope.Wrap(data, contentType, trace, attributes);
    }
}
