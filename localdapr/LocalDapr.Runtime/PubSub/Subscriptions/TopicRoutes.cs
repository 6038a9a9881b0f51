using System.Text.Json;
using LocalDapr.Runtime.Components;
using LocalDapr.Runtime.Expressions;

namespace LocalDapr.Runtime.PubSub.Subscriptions;

/// <summary>Finds the path for an event: that of the first rule which matches, else the default.</summary>
internal sealed class TopicRoutes(Subscription subscription)
{
    private const string Event = "event";

    private readonly (CelExpression Match, string Path)[] _rules =
        [.. subscription.Rules.Select(rule => (CelExpression.Parse(rule.Match, Event), rule.Path))];

    /// <summary>Null when the subscription does not want the event.</summary>
    public string? PathOf(JsonElement cloudEvent)
    {
        foreach (var (match, path) in _rules)
        {
            if (match.Holds(_ => cloudEvent))
                return path;
        }

        return subscription.DefaultPath;
    }
}
