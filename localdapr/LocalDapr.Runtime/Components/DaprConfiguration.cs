namespace LocalDapr.Runtime.Components;

/// <summary>What localdapr takes from a resource of kind Configuration: the scopes of secret stores.</summary>
internal sealed record DaprConfiguration(IReadOnlyDictionary<string, SecretScope> SecretScopes)
{
    public static DaprConfiguration Empty { get; } = new(new Dictionary<string, SecretScope>());

    /// <exception cref="Errors.ConfigurationException">A store has two scopes, or a scope an unknown default.</exception>
    public static DaprConfiguration Parse(YamlObject document)
    {
        var scopes = new Dictionary<string, SecretScope>();
        foreach (var scope in document.Object("spec")?.Object("secrets")?.Objects("scopes") ?? [])
        {
            var store = scope.RequiredString("storeName");
            if (!scopes.TryAdd(store, SecretScope.Parse(scope)))
                throw scope.Error("storeName", $"{store} has a scope already");
        }

        return new DaprConfiguration(scopes);
    }
}
