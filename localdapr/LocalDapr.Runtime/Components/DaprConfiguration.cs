namespace LocalDapr.Runtime.Components;

/// <summary>What localdapr takes from a resource of kind Configuration: the scopes of secret stores.</summary>
internal sealed record DaprConfiguration(IReadOnlyDictionary<string, SecretScope> SecretScopes)
{
    public static DaprConfiguration Empty { get; } = new(new Dictionary<string, SecretScope>());

    public static DaprConfiguration Parse(YamlObject document)
    {
        var scopes = document.Object("spec")?.Object("secrets")?.Objects("scopes") ?? [];
        return new DaprConfiguration(scopes.ToDictionary(scope => scope.RequiredString("storeName"), scope => new SecretScope(
            AllowedByDefault: scope.String("defaultAccess") is not "deny",
            Allowed: scope.Strings("allowedSecrets"),
            Denied: scope.Strings("deniedSecrets"))));
    }
}

/// <summary>
/// Which secrets of a store an app may read: a denied secret never, with a list of allowed ones only these, else the default.
/// </summary>
internal sealed record SecretScope(bool AllowedByDefault, IReadOnlyList<string> Allowed, IReadOnlyList<string> Denied)
{
    public bool Permits(string secret) =>
        !Denied.Contains(secret) && (Allowed.Contains(secret) || (Allowed.Count == 0 && AllowedByDefault));
}
