using System.Text.Json;
using LocalDapr.Runtime.Components;

namespace LocalDapr.Runtime.PubSub.Subscriptions;

/// <summary>Finds the path for an event: that of the first rule which matches, else the default.</summary>
internal sealed class TopicRoutes(Subscription subscription)
{
    private readonly (Predicate<JsonElement> Matches, string Path)[] _rules =
        [.. subscription.Rules.Select(rule => (EventExpression.Parse(rule.Match), rule.Path))];

    /// <summary>Null when the subscription does not want the event.</summary>
    public string? PathOf(JsonElement cloudEvent)
    {
        foreach (var (matches, path) in _rules)
        {
            if (matches(cloudEvent))
                return path;
        }

        return subscription.DefaultPath;
    }
}
