using LocalDapr.Runtime.Components;

namespace LocalDapr.Runtime.PubSub.Subscriptions;

/// <summary>
/// Who consumes together. The instances of an app share its messages, each of which goes to one of them. From a component whose <c>consumerID</c> has
/// <c>{uuid}</c> or <c>{podName}</c> every instance gets every message: its group is its own and lives as long as the instance.
/// </summary>
internal sealed record ConsumerId
{
    private static readonly string[] PerInstance = ["{uuid}", "{podName}"];

    private ConsumerId(string group, bool isLasting) => (Group, IsLasting) = (group, isLasting);

    /// <summary>The name of the consumer groups.</summary>
    public string Group { get; }

    /// <summary>Whether the groups outlive the instance.</summary>
    public bool IsLasting { get; }

    /// <summary>What all instances of an app consume with.</summary>
    public static ConsumerId OfApp(string appId) => new(appId, isLasting: true);

    /// <summary>What one instance consumes with.</summary>
    public static ConsumerId OfInstance(string appId) => new($"{appId}-{Guid.NewGuid():N}", isLasting: false);

    /// <summary>Whether a component gives every instance every message.</summary>
    public static bool IsPerInstance(Component component) =>
        component.Setting("consumerID") is { } id && Array.Exists(PerInstance, template => id.Contains(template, StringComparison.Ordinal));
}
