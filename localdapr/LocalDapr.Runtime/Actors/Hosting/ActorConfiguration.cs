using System.Collections.Frozen;
using System.Text.Json;
using LocalDapr.Runtime.Components;

namespace LocalDapr.Runtime.Actors.Hosting;

/// <summary>What an app says about its actors at <c>/dapr/config</c>. A value that cannot be read leaves the default, as with daprd.</summary>
/// <param name="Types">The actor types that the app hosts, and how.</param>
/// <param name="ScanInterval">How often to look for idle actors.</param>
internal sealed record ActorConfiguration(FrozenDictionary<string, ActorTypeOptions> Types, TimeSpan ScanInterval)
{
    public static ActorConfiguration None { get; } = new(FrozenDictionary<string, ActorTypeOptions>.Empty, TimeSpan.FromSeconds(30));

    /// <exception cref="JsonException">The text is no JSON object.</exception>
    public static ActorConfiguration Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("a JSON object is expected");
        var common = Read(root, new ActorTypeOptions());
        var types = Entities(root).ToDictionary(type => type, _ => common);
        if (root.TryGetProperty("entitiesConfig", out var special) && special.ValueKind == JsonValueKind.Array)
        {
            foreach (var config in special.EnumerateArray())
            {
                // daprd starts from its defaults here, not from the app's own options.
                var options = Read(config, new ActorTypeOptions());
                foreach (var type in Entities(config).Where(types.ContainsKey))
                    types[type] = options;
            }
        }

        return new ActorConfiguration(types.ToFrozenDictionary(), Duration(root, "actorScanInterval") ?? None.ScanInterval);
    }

    private static ActorTypeOptions Read(JsonElement element, ActorTypeOptions defaults)
    {
        var reentrancy = Member(element, "reentrancy", JsonValueKind.Object);
        return defaults with
        {
            IdleTimeout = Duration(element, "actorIdleTimeout") ?? defaults.IdleTimeout,
            DrainTimeout = Member(element, "drainRebalancedActors", JsonValueKind.False) is not null
                ? TimeSpan.Zero
                : Duration(element, "drainOngoingCallTimeout") ?? defaults.DrainTimeout,
            IsReentrant = reentrancy is { } config && Member(config, "enabled", JsonValueKind.True) is not null,
            MaxStackDepth = reentrancy is { } depth && Member(depth, "maxStackDepth", JsonValueKind.Number) is { } max && max.TryGetInt32(out var count)
                ? Math.Max(1, count)
                : defaults.MaxStackDepth,
        };
    }

    private static IEnumerable<string> Entities(JsonElement element) =>
        Member(element, "entities", JsonValueKind.Array) is { } entities
            ? entities.EnumerateArray().Where(entity => entity.ValueKind == JsonValueKind.String).Select(entity => entity.GetString()!).Distinct()
            : [];

    private static TimeSpan? Duration(JsonElement element, string name) =>
        Member(element, name, JsonValueKind.String) is { } text && GoDuration.TryParse(text.GetString(), out var duration) && duration > TimeSpan.Zero
            ? duration
            : null;

    private static JsonElement? Member(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == kind ? member : null;
}
