namespace LocalDapr.Runtime.Components;

/// <summary>A declarative subscription: a resource of kind Subscription, v1alpha1 or v2alpha1.</summary>
public sealed record Subscription
{
    public required string Name { get; init; }

    public required string PubSubName { get; init; }

    public required string Topic { get; init; }

    /// <summary>Rules in the order of the file; each sends matching events to its path.</summary>
    public IReadOnlyList<SubscriptionRule> Rules { get; init; } = [];

    /// <summary>The path for events that no rule matches; null drops them.</summary>
    public string? DefaultPath { get; init; }

    public string? DeadLetterTopic { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public bool BulkEnabled { get; init; }

    public int? MaxMessagesCount { get; init; }

    public int? MaxAwaitDurationMs { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public bool IsVisibleTo(string appId) => Scopes.Count == 0 || Scopes.Contains(appId);

    internal static Subscription Parse(YamlObject document)
    {
        var spec = document.RequiredObject("spec");
        var routes = spec.Object("routes");
        var bulk = spec.Object("bulkSubscribe");
        return new Subscription
        {
            Name = document.RequiredObject("metadata").RequiredString("name"),
            PubSubName = spec.RequiredString("pubsubname"),
            Topic = spec.RequiredString("topic"),
            Rules = [.. (routes?.Objects("rules") ?? []).Select(rule => new SubscriptionRule(rule.RequiredString("match"), rule.RequiredString("path")))],
            DefaultPath = routes is null ? spec.RequiredString("route") : routes.String("default"),
            DeadLetterTopic = spec.String("deadLetterTopic"),
            Metadata = spec.StringMap("metadata"),
            BulkEnabled = bulk?.Boolean("enabled") ?? false,
            MaxMessagesCount = bulk?.Int32("maxMessagesCount"),
            MaxAwaitDurationMs = bulk?.Int32("maxAwaitDurationMs"),
            Scopes = document.Strings("scopes"),
        };
    }
}

/// <summary>Sends events to <paramref name="Path"/> if the CEL expression <paramref name="Match"/> holds for them.</summary>
public sealed record SubscriptionRule(string Match, string Path);
