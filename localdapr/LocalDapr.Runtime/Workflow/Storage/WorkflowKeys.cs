using System.Globalization;

namespace LocalDapr.Runtime.Workflow.Storage;

/// <summary>
/// Where the engine keeps its records: one keyspace per kind and component, keys that begin with the app id. Each event of a history has a
/// key of its own, so a turn writes what is new and nothing else.
/// </summary>
/// <param name="component">The state component that is marked as the store of actors and workflows.</param>
internal sealed class WorkflowKeys(string component)
{
    /// <summary>Divides the parts of a key. Instance ids have no control characters.</summary>
    private const char Divider = '\u001f';

    /// <summary>One <see cref="InstanceRecord"/> per instance.</summary>
    public string Instances { get; } = $"workflow/{component}/instances";

    /// <summary>The events that turns have handled, by position.</summary>
    public string Histories { get; } = $"workflow/{component}/histories";

    /// <summary>The events that wait for a turn, in the order in which they came.</summary>
    public string Inboxes { get; } = $"workflow/{component}/inboxes";

    /// <summary>One <see cref="TimerRecord"/> per timer.</summary>
    public string Timers { get; } = $"workflow/{component}/timers";

    /// <summary>One <see cref="ActivityRecord"/> per activity without a result, under the app that runs it.</summary>
    public string Activities { get; } = $"workflow/{component}/activities";

    public static string App(string appId) => appId + Divider;

    public static string Instance(InstanceKey key) => App(key.AppId) + key.InstanceId;

    /// <summary>The instance that a key of <see cref="Instances"/> names.</summary>
    public static InstanceKey ParseInstance(string key)
    {
        var end = key.IndexOf(Divider, StringComparison.Ordinal);
        return new InstanceKey(key[..end], key[(end + 1)..]);
    }

    /// <summary>What all keys of the events and timers of an instance begin with.</summary>
    public static string Prefix(InstanceKey key) => Instance(key) + Divider;

    public static string History(InstanceKey key, int position) => Prefix(key) + position.ToString("D10", CultureInfo.InvariantCulture);

    /// <summary>The key of an event that waits for a turn.</summary>
    /// <param name="key">The instance.</param>
    /// <param name="sequence">Its place.</param>
    /// <param name="executionId">The execution that the event is for; empty for any.</param>
    public static string Inbox(InstanceKey key, long sequence, string executionId) =>
        Prefix(key) + sequence.ToString("D19", CultureInfo.InvariantCulture) + Divider + executionId;

    /// <summary>The place and the execution that a key of <see cref="Inboxes"/> names.</summary>
    public static (long Sequence, string ExecutionId) ParseInbox(string inboxKey)
    {
        var end = inboxKey.LastIndexOf(Divider);
        var start = inboxKey.LastIndexOf(Divider, end - 1) + 1;
        return (long.Parse(inboxKey.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture), inboxKey[(end + 1)..]);
    }

    public static string Timer(InstanceKey key, string executionId, int timerId) =>
        Prefix(key) + executionId + Divider + timerId.ToString(CultureInfo.InvariantCulture);

    /// <summary>The key of an activity.</summary>
    /// <param name="appId">The app that runs it.</param>
    /// <param name="token">The token that the worker sends back with the result.</param>
    public static string Activity(string appId, string token) => App(appId) + token;

    public static string ActivityToken(string executionId, int taskId) => string.Create(CultureInfo.InvariantCulture, $"{executionId}{Divider}{taskId}");

    /// <summary>The token of an activity's key.</summary>
    public static string ParseActivityToken(string activityKey) => activityKey[(activityKey.IndexOf(Divider, StringComparison.Ordinal) + 1)..];

    /// <summary>What the tokens of all activities of an execution begin with.</summary>
    public static string ActivityTokens(string executionId) => executionId + Divider;
}
