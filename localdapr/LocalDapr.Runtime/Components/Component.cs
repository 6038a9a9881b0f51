using LocalDapr.Runtime.Errors;

namespace LocalDapr.Runtime.Components;

/// <summary>A Dapr component as its file declares it, with secret and environment references already resolved.</summary>
public sealed record Component
{
    public required string Name { get; init; }

    /// <summary>The full type, such as <c>state.redis</c>.</summary>
    public required string Type { get; init; }

    public string Version { get; init; } = "v1";

    /// <summary>The values of <c>spec.metadata</c> by name, names compared without case as daprd does.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The app ids that may use the component; empty for all.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Where it is declared, <c>file:line</c>.</summary>
    public required string Location { get; init; }

    /// <summary>The part of the type before the first dot: <c>state</c>, <c>pubsub</c>, <c>bindings</c>, <c>secretstores</c> …</summary>
    public string BuildingBlock => Type[..Type.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>The part of the type after the first dot: <c>redis</c>, <c>local.file</c> …</summary>
    public string Implementation => Type[(BuildingBlock.Length + 1)..];

    public string? Setting(string name) => Metadata.GetValueOrDefault(name);

    /// <summary>Whether a setting is <c>true</c>.</summary>
    public bool Flag(string name) => bool.TryParse(Setting(name), out var value) && value;

    /// <summary>The complaint about a component that is declared wrongly.</summary>
    internal ConfigurationException Invalid(string reason) => new($"{Location}: component {Name} ({Type}): {reason}");

    public bool IsVisibleTo(string appId) => Scopes.Count == 0 || Scopes.Contains(appId);
}
