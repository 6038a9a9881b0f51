namespace Dapr.Client;

/// <summary>What a sidecar says about itself.</summary>
/// <param name="id">App id.</param>
/// <param name="actors">Active actors by type.</param>
/// <param name="extended">Free labels.</param>
/// <param name="components">The components that the app may use.</param>
public sealed class DaprMetadata(
    string id,
    IReadOnlyList<DaprActorMetadata> actors,
    IReadOnlyDictionary<string, string> extended,
    IReadOnlyList<DaprComponentsMetadata> components)
{
    /// <summary>App id.</summary>
    public string Id { get; } = id;

    /// <summary>Active actors by type.</summary>
    public IReadOnlyList<DaprActorMetadata> Actors { get; } = actors;

    /// <summary>Free labels.</summary>
    public IReadOnlyDictionary<string, string> Extended { get; } = extended;

    /// <summary>The components that the app may use.</summary>
    public IReadOnlyList<DaprComponentsMetadata> Components { get; } = components;
}

/// <summary>How many actors of a type are active in the app.</summary>
/// <param name="type">The actor type.</param>
/// <param name="count">Active instances.</param>
public sealed class DaprActorMetadata(string type, int count)
{
    /// <summary>The actor type.</summary>
    public string Type { get; } = type;

    /// <summary>Active instances.</summary>
    public int Count { get; } = count;
}

/// <summary>One loaded component.</summary>
/// <param name="name">The component's name.</param>
/// <param name="type">Its type, such as <c>state.redis</c>.</param>
/// <param name="version">Its version, such as <c>v1</c>.</param>
/// <param name="capabilities">What it can do, such as <c>ETAG</c>.</param>
public sealed class DaprComponentsMetadata(string name, string type, string version, string[] capabilities)
{
    /// <summary>The component's name.</summary>
    public string Name { get; } = name;

    /// <summary>Its type, such as <c>state.redis</c>.</summary>
    public string Type { get; } = type;

    /// <summary>Its version, such as <c>v1</c>.</summary>
    public string Version { get; } = version;

    /// <summary>What it can do, such as <c>ETAG</c>.</summary>
    public string[] Capabilities { get; } = capabilities;
}
