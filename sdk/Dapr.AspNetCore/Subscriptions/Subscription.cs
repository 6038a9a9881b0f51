using System.Text.Json.Serialization;

namespace Dapr.AspNetCore;

/// <summary>One element of the answer to <c>GET /dapr/subscribe</c>, as Dapr's API reference describes it.</summary>
internal sealed record Subscription
{
    [JsonPropertyName("pubsubname")]
    public required string PubsubName { get; init; }

    public required string Topic { get; init; }

    public string? Route { get; init; }

    public Routes? Routes { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public string? DeadLetterTopic { get; init; }

    public BulkSubscribe? BulkSubscribe { get; init; }
}

/// <summary>The routes of a topic: the first rule that matches, else the default.</summary>
internal sealed record Routes(IReadOnlyList<Rule> Rules, string? Default);

internal sealed record Rule(string Match, string Path);

internal sealed record BulkSubscribe(bool Enabled, int MaxMessagesCount, int MaxAwaitDurationMs);
